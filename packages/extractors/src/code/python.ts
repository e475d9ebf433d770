import type { Node } from '../lib/grammar.ts';
import { decodeAnsi } from '../shell/quoting.ts';
import { HOME, isLiteral, UNKNOWN, WORK, type Value } from '../shell/value.ts';
import type { Language, Member } from './language.ts';
import type { Program } from './program.ts';
import { Rules } from './rules.ts';

const PURE = new Set(
  `json re math cmath random string textwrap collections itertools functools operator datetime time calendar typing
dataclasses enum abc copy pprint uuid html struct bisect heapq hashlib hmac base64 binascii statistics decimal fractions
numbers csv difflib unicodedata locale argparse optparse traceback warnings contextlib keyword token tokenize ast zlib
platform getpass secrets array weakref graphlib colorsys cmd fnmatch queue errno stat ipaddress zoneinfo reprlib
__future__ typing_extensions unittest doctest this types inspect gettext threading concurrent dis symtable
xml email plistlib tomllib quopri codecs sched select site sysconfig version numpy math_extra`.split(/\s+/),
);

const GUARDED = new Set(
  `os subprocess shutil pathlib io sys glob tempfile socket urllib http requests httpx aiohttp ftplib smtplib ctypes pickle
marshal shelve dbm importlib builtins pty signal multiprocessing asyncio sqlite3 webbrowser code codeop runpy zipfile tarfile
fileinput linecache mmap gc winreg ssl socketserver xmlrpc telnetlib poplib imaplib nntplib imp pkgutil zipimport zipapp cffi
logging configparser resource posix nt fcntl termios tty syslog crypt pdb bdb trace psutil paramiko fabric boto3 psycopg2
psycopg pymysql MySQLdb redis pymongo urllib3 sh plumbum pexpect dill cloudpickle joblib yaml gzip bz2 lzma netrc keyring
dotenv faulthandler pydoc timeit cProfile profile`.split(/\s+/),
);

/** Modules of others that reach processes, the network or code that is stored: what is done with them is not read. */
const REACHES = new Set(
  `jsonpickle invoke delegator envoy commands popen2 sarge pwn pwnlib scapy impacket nmap shodan websocket websockets tornado twisted
gevent zmq grpc nats pika kafka celery dns ldap3 ldap pysnmp telnetlib3 asyncssh ssh2 ftputil smbclient smb docker kubernetes
google azure boto botocore openai anthropic slack_sdk slack telegram telethon discord tweepy twilio sendgrid selenium pyppeteer
mechanize scrapy pycurl httplib2 treq urllib2 httplib watchdog send2trash pyautogui keyboard pynput pyperclip win32api win32com
win32con elevate torch tensorflow keras wsgiref asyncore asynchat smtpd cgi pip ensurepip antigravity _posixsubprocess _socket
_io _ctypes _pickle _winapi nt fabric2 patchwork testinfra ansible salt ptyprocess winpty serial usb bluetooth paho stomp redis_om
elasticsearch opensearchpy cassandra neo4j influxdb snowflake pyodbc cx_Oracle oracledb sqlalchemy peewee motor asyncpg aiomysql
mysql hvac keyrings secretstorage browser_cookie3 browsercookie pycookiecheat RestrictedPython asteval numexpr simpleeval pyjs
js2py execjs jpype rpy2 oct2py matlab cupy numba llvmlite frida capstone unicorn angr volatility`.split(
    /\s+/,
  ),
);

const FUNCTIONS = new Rules(`
compute: os.path.* os.getcwd os.getpid os.getppid os.cpu_count os.get_terminal_size os.fspath os.fsdecode os.fsencode os.uname os.getuid os.geteuid os.getgid os.getlogin os.strerror os.times os.urandom os.isatty os.getloadavg os.close os.fsync os.write os.pipe os.dup os._exit os.name os.sep os.linesep os.devnull os.environ.keys os.chdir
compute: sys.exit sys.argv sys.stdin sys.stdin.* sys.stdout sys.stdout.* sys.stderr sys.stderr.* sys.version* sys.platform sys.path sys.path.* sys.maxsize sys.byteorder sys.getsizeof sys.executable sys.getdefaultencoding sys.getrecursionlimit sys.setrecursionlimit sys.exc_info sys.implementation* sys.prefix sys.float_info* sys.int_info* sys.flags* sys.intern sys.hexversion sys.builtin_module_names
compute: pathlib.Path pathlib.PurePath pathlib.PurePosixPath pathlib.PosixPath pathlib.Path.cwd pathlib.Path.home io.StringIO io.BytesIO io.TextIOWrapper subprocess.PIPE subprocess.DEVNULL subprocess.STDOUT subprocess.CalledProcessError subprocess.TimeoutExpired subprocess.SubprocessError shutil.which shutil.get_terminal_size shutil.disk_usage urllib.parse.* urllib.error* requests.exceptions* http.HTTPStatus* socket.gethostname asyncio.run asyncio.sleep asyncio.gather asyncio.get_event_loop asyncio.wait* asyncio.create_task asyncio.Queue asyncio.Lock asyncio.Semaphore logging.getLogger logging.basicConfig logging.info logging.debug logging.warning logging.error logging.INFO logging.DEBUG logging.* configparser.ConfigParser sqlite3.Row yaml.dump yaml.safe_load yaml.safe_dump yaml.safe_load_all importlib.metadata.* importlib.util.find_spec gzip.compress gzip.decompress bz2.compress bz2.decompress lzma.compress lzma.decompress pickle.dumps tempfile.gettempdir multiprocessing.cpu_count signal.SIG* resource.getrusage ssl.create_default_context psutil.virtual_memory psutil.cpu_percent psutil.cpu_count psutil.disk_usage gc.collect gc.get_count faulthandler.enable timeit.default_timer cProfile.Profile profile.Profile
remove 0: os.remove os.unlink os.rmdir
tree 0: shutil.rmtree os.removedirs
write 0 1: os.rename os.renames os.replace shutil.move os.link os.symlink
copy 0 1: shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.copymode shutil.copystat
write 0: os.mkdir os.makedirs os.chmod os.truncate os.utime os.mkfifo os.mknod os.lchmod
write 0: shutil.make_archive tempfile.mkdtemp_at sqlite3.connect shelve.open dbm.open
change: os.chown os.lchown shutil.chown os.kill os.killpg os.setuid os.setgid os.nice os.mount os.umount os.reboot os.chroot signal.signal_process signal.pthread_kill psutil.Process psutil.process_iter os.abort resource.setrlimit os.setsid os.fork os.forkpty
open 0 1: open io.open os.fdopen codecs.open gzip.open bz2.open lzma.open zipfile.ZipFile tarfile.open fileinput.input fileinput.FileInput os.open
list 0: os.listdir os.scandir os.walk os.stat os.lstat os.access os.readlink glob.glob glob.iglob os.fwalk os.path.getsize
read 0: linecache.getline linecache.getlines runpy_read netrc.netrc dotenv.load_dotenv dotenv.dotenv_values
script 0: os.system os.popen subprocess.getoutput subprocess.getstatusoutput asyncio.create_subprocess_shell os.popen2 os.popen3 commands.getoutput
command 0: subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen pty.spawn
words 0: os.execl os.execle os.execlp os.execlpe
spawn 0: os.execv os.execve os.execvp os.execvpe os.posix_spawn os.posix_spawnp
execute: os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe asyncio.create_subprocess_exec pickle.load pickle.loads pickle.Unpickler marshal.load marshal.loads dill.load dill.loads cloudpickle.load cloudpickle.loads joblib.load yaml.load yaml.unsafe_load yaml.full_load runpy.run_path runpy.run_module code.interact code.InteractiveConsole ctypes.* cffi.* os.startfile pexpect.* sh.* plumbum.* imp.* webbrowser.open_new pdb.* multiprocessing.Process multiprocessing.Pool
call 0: urllib.request.urlopen urllib.request.Request requests.get requests.head requests.options httpx.get httpx.head httpx.stream urllib3.request webbrowser.open
send 0: requests.post requests.put requests.patch requests.delete httpx.post httpx.put httpx.patch httpx.delete
call 1: requests.request httpx.request
copy 0 1: urllib.request.urlretrieve_local
connect: socket.socket socket.create_connection socket.* urllib.request.urlretrieve http.client.* http.server.* ftplib.* telnetlib.* xmlrpc.* paramiko.* fabric.* requests.Session httpx.Client httpx.AsyncClient aiohttp.* socketserver.* boto3.* psycopg2.* psycopg.* pymysql.* MySQLdb.* redis.* pymongo.* asyncio.open_connection asyncio.start_server ssl.* imaplib.* poplib.* urllib3.* nntplib.*
message: smtplib.*
environment 0: os.getenv os.environ.get os.environb.get environment
secret: os.environ os.environ.items os.environ.values os.environ.copy keyring.*
compute: tempfile.TemporaryDirectory tempfile.NamedTemporaryFile tempfile.TemporaryFile tempfile.mkdtemp tempfile.mkstemp tempfile.SpooledTemporaryFile os.environ.setdefault os.environ.pop os.environ.update os.putenv os.unsetenv
unread: vars globals locals delattr __builtins__ builtins.* importlib.reload sys.modules sys._getframe sys.settrace sys.setprofile sys.meta_path sys.path_hooks gc.get_objects gc.get_referrers importlib.util.* importlib.machinery.* pkgutil.* zipimport.*
compute: print len range input str int float bool list dict set tuple sorted sum min max enumerate zip map filter any all abs round isinstance type repr hash id iter next reversed ord chr hex bin oct format callable issubclass super object property staticmethod classmethod bytes bytearray frozenset divmod pow slice memoryview hasattr setattr
`);

const METHODS = new Rules(`
remove self: unlink rmdir
tree self: rmtree removedirs
write self: write_text write_bytes symlink_to hardlink_to
data: execute executemany executescript
unread: extractall system popen check_output check_call getoutput Popen eval exec
`);

const PATH_METHODS = new Rules(`
remove self: unlink rmdir
write self: write_text write_bytes touch mkdir symlink_to hardlink_to chmod
write self 0: rename replace
read self: read_text read_bytes
list self: iterdir glob rglob walk stat exists is_file is_dir
open self 0: open
`);

function named(node: Node): ReadonlyMap<string, Node> {
  const list = node.childForFieldName('arguments');
  const all = new Map<string, Node>();
  for (const child of list?.namedChildren ?? []) {
    const key = child.childForFieldName('name');
    const value = child.childForFieldName('value');
    if (child.type === 'keyword_argument' && key !== null && value !== null) all.set(key.text, value);
    // What is spread may hold any name, `shell` among them.
    if (child.type === 'dictionary_splat') all.set('shell', child);
  }
  return all;
}

function string(node: Node, program: Program): Value {
  const start = node.namedChildren.find(({ type }) => type === 'string_start')?.text ?? '';
  const isRaw = /r/i.test(start);
  let value = '';
  for (const child of node.namedChildren) {
    if (child.type === 'string_content')
      value +=
        isRaw || /b/i.test(start) ? child.text : decodeAnsi(child.text.replace(/\\N\{[^}]*\}/g, UNKNOWN));
    else if (child.type === 'interpolation') {
      const [inner] = child.namedChildren;
      value += inner === undefined || child.namedChildCount > 1 ? UNKNOWN : program.value(inner);
    }
  }
  return value;
}

/** Binds every name of a pattern to nobody knows what. */
function opaque(node: Node | null, program: Program): void {
  if (node === null) return;
  if (node.type === 'identifier') program.bind(node.text, null);
  else if (
    /^(pattern_list|tuple_pattern|list_pattern|as_pattern_target|tuple|list_splat_pattern|parameters|lambda_parameters|default_parameter|typed_parameter|typed_default_parameter|dictionary_splat_pattern|list|expression_list)$/.test(
      node.type,
    )
  ) {
    for (const child of node.namedChildren) if (child.type !== 'type') opaque(child, program);
  }
}

/** Python, version 3. */
export const PYTHON: Language = {
  callee: (node) => (node.type === 'call' ? node.childForFieldName('function') : null),
  args: (node) =>
    (node.childForFieldName('arguments')?.namedChildren ?? []).filter(
      ({ type }) => !/^(keyword_argument|dictionary_splat|comment)$/.test(type),
    ),
  named,
  member(node): Member | null {
    if (node.type === 'attribute') {
      const object = node.childForFieldName('object');
      return object === null
        ? null
        : { object, name: node.childForFieldName('attribute')?.text ?? null, key: null };
    }
    if (node.type !== 'subscript') return null;
    const object = node.childForFieldName('value');
    return object === null ? null : { object, name: null, key: node.childForFieldName('subscript') };
  },
  isName: (node) => node.type === 'identifier',
  binds(node, program) {
    switch (node.type) {
      case 'import_statement':
        for (const child of node.namedChildren) {
          const of = child.childForFieldName('name')?.text ?? child.text;
          const alias = child.childForFieldName('alias')?.text;
          program.load(of.split('.')[0] ?? of);
          program.bind(alias ?? of.split('.')[0] ?? of, alias === undefined ? (of.split('.')[0] ?? of) : of);
        }
        return;
      case 'import_from_statement': {
        const [module, ...parts] = node.namedChildren;
        const of = module?.text ?? '';
        program.load(of.startsWith('.') ? of : (of.split('.')[0] ?? of));
        for (const part of parts) {
          if (part.type === 'wildcard_import') {
            if (PYTHON.module(of.split('.')[0] ?? '') !== 'pure')
              program.host.effects.note(`Which names come from ${of} cannot be told.`);
            continue;
          }
          const name = part.childForFieldName('name')?.text ?? part.text;
          program.bind(part.childForFieldName('alias')?.text ?? name, `${of}.${name}`);
        }
        return;
      }
      case 'assignment':
      case 'named_expression': {
        const left = node.childForFieldName('left') ?? node.childForFieldName('name');
        const right = node.childForFieldName('right') ?? node.childForFieldName('value');
        if (left?.type === 'identifier') program.bind(left.text, right);
        else opaque(left, program);
        return;
      }
      case 'augmented_assignment':
        opaque(node.childForFieldName('left'), program);
        return;
      case 'for_statement':
      case 'for_in_clause':
        opaque(node.childForFieldName('left'), program);
        return;
      case 'as_pattern': {
        const [value, target] = node.namedChildren;
        const name = target?.namedChildren[0];
        if (name?.type === 'identifier' && value !== undefined) program.bind(name.text, value);
        else opaque(target ?? null, program);
        return;
      }
      case 'function_definition':
      case 'class_definition':
        program.bind(node.childForFieldName('name')?.text ?? '', null);
        return;
      case 'parameters':
      case 'lambda_parameters':
        opaque(node, program);
        return;
      default:
    }
  },
  literal(node, program) {
    switch (node.type) {
      case 'string':
        return string(node, program);
      case 'concatenated_string':
        return node.namedChildren.map((child) => string(child, program)).join('');
      case 'integer':
      case 'float':
        return node.text;
      case 'binary_operator': {
        const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
        const operator = node.childForFieldName('operator')?.text;
        if (left === null || right === null) return UNKNOWN;
        if (operator === '+') return program.value(left) + program.value(right);
        if (operator === '/') return `${program.value(left)}/${program.value(right)}`;
        return UNKNOWN;
      }
      default:
        return null;
    }
  },
  list: (node) =>
    /^(list|tuple)$/.test(node.type) ? node.namedChildren.filter(({ type }) => type !== 'comment') : null,
  loads(node, program) {
    const callee = PYTHON.callee(node);
    if (callee === null) return undefined;
    const name = callee.text;
    if (name === 'getattr' || program.isAlias(callee, /^getattr$/)) {
      const [object, key] = PYTHON.args(node);
      if (object === undefined || key === undefined) return undefined;
      const part = program.value(key);
      const of = program.refs(object);
      if (of.length === 0) {
        if (!isLiteral(part)) program.host.effects.note('Which part of something is meant is computed.');
        return undefined;
      }
      return isLiteral(part) ? `${of[0] ?? ''}.${part}` : null;
    }
    const isLoader = /(^|\.)__import__$/.test(name) || program.isAlias(callee, /^__import__$/);
    if (!isLoader && !program.refs(callee).includes('importlib.import_module')) return undefined;
    const [first] = PYTHON.args(node);
    const value = first === undefined ? UNKNOWN : program.value(first);
    return isLiteral(value) ? value : null;
  },
  place(name, args) {
    const [first = UNKNOWN] = args;
    if (/^pathlib\.(Path|PosixPath|PurePath)\.home\(\)$/.test(name)) return HOME;
    if (/^(os\.getcwd|pathlib\.Path\.cwd)\(\)$/.test(name) || name === 'os.curdir') return WORK;
    if (/^pathlib\.\w+\(\)$|^os\.path\.join\(\)$/.test(name))
      return args.length === 0 ? '.' : args.reduce((a, b) => (b.startsWith('/') ? b : `${a}/${b}`));
    if (
      /^os\.path\.(expanduser|abspath|realpath|normpath|expandvars)\(\)$|^str\(\)$|^os\.fspath\(\)$/.test(
        name,
      )
    )
      return first.replace(/^~(?=\/|$)/, HOME).replace(/^\$HOME(?=\/|$)/, HOME);
    if (name === 'tempfile.gettempdir()') return '/tmp';
    if (/^tempfile\.(mkdtemp|mktemp)\(\)$/.test(name)) return '/tmp/\ue003';
    if (name === 'os.devnull') return '/dev/null';
    if (name === 'sys.executable') return 'python';
    return null;
  },
  canonical: (name) =>
    name.replace(/^posix\./, 'os.').replace(/^builtins\.(?=eval$|exec$|open$|__import__$|getattr$)/, ''),
  module(name) {
    const [root = ''] = name.split('.');
    return PURE.has(root) ? 'pure' : GUARDED.has(root) ? 'guarded' : 'unknown';
  },
  reaches: REACHES,
  evaluates: new Set(
    'eval exec compile timeit.timeit timeit.repeat timeit.Timer cProfile.run cProfile.runctx profile.run profile.runctx'.split(
      ' ',
    ),
  ),
  functions: FUNCTIONS,
  methods: METHODS,
  pathMethods: PATH_METHODS,
  reflective:
    /^__(subclasses|globals|builtins|code|closure|getattribute|reduce|reduce_ex|loader|mro|bases|base|import|self|func|wrapped|spec)__$|^(gi_frame|f_globals|f_locals|f_builtins|cr_frame|tb_frame)$/,
  globals: new Set(
    'open eval exec compile __import__ getattr vars globals locals delattr __builtins__ str'.split(' '),
  ),
  isWritten(node) {
    const { parent } = node;
    if (parent === null) return true;
    if (
      /^(import_statement|import_from_statement|dotted_name|aliased_import|keyword_argument|parameters|lambda_parameters|as_pattern_target|global_statement|nonlocal_statement|typed_parameter|type|delete_statement)$/.test(
        parent.type,
      )
    ) {
      return parent.type !== 'keyword_argument' || parent.childForFieldName('name')?.id === node.id;
    }
    if (parent.type === 'attribute') return parent.childForFieldName('attribute')?.id === node.id;
    if (/^(assignment|augmented_assignment|named_expression)$/.test(parent.type)) {
      const left = parent.childForFieldName('left') ?? parent.childForFieldName('name');
      return (
        left?.id === node.id ||
        (left?.type === 'identifier' && parent.childForFieldName('right')?.id === node.id)
      );
    }
    return (
      /^(function_definition|class_definition|default_parameter)$/.test(parent.type) &&
      parent.childForFieldName('name')?.id === node.id
    );
  },
};
