import type { Node } from '../lib/grammar.ts';
import { decodeAnsi } from '../shell/quoting.ts';
import { HOME, isLiteral, UNKNOWN, WORK, type Value } from '../shell/value.ts';
import type { Language, Member } from './language.ts';
import type { Program } from './program.ts';
import { Rules } from './rules.ts';

const PURE = new Set(
  `path path/posix path/win32 util events crypto url querystring stream stream/promises zlib assert assert/strict buffer readline
readline/promises string_decoder timers timers/promises perf_hooks os punycode async_hooks diagnostics_channel constants tty
test lodash lodash-es underscore chalk picocolors ms semver uuid nanoid dayjs date-fns luxon moment zod yaml js-yaml ajv
typescript prettier commander yargs minimist dedent slugify async`.split(/\s+/),
);

const GUARDED = new Set(
  `fs child_process http https http2 net tls dgram dns vm worker_threads module process v8 inspector cluster repl wasi sqlite
axios node-fetch got undici superagent request ky rimraf del fs-extra shelljs execa cross-spawn zx mkdirp graceful-fs nodemailer
pg mysql mysql2 mongodb redis ioredis better-sqlite3 sqlite3 ws ssh2 node-pty dotenv globalThis global window Deno Bun
puppeteer playwright trash glob fast-glob globby`.split(/\s+/),
);

/** Packages that reach processes, the network or code that is stored: what is done with them is not read. */
const REACHES = new Set(
  `node-serialize serialize-to-js funcster vm2 isolated-vm safe-eval static-eval notevil eval express koa fastify hapi restify polka
socket.io socket.io-client ssh2-sftp-client node-ssh nodemailer-smtp-transport aws-sdk googleapis firebase firebase-admin telegraf discord.js
twilio dockerode keytar robotjs needle phin bent wreck request-promise cross-fetch isomorphic-fetch sudo-prompt open opn ffi ffi-napi
ffi-rs koffi ref-napi edge-js tree-kill ps-node ps-list pm2 forever child-process-promise promisify-child-process npm download
simple-git isomorphic-git chokidar mqtt amqplib kafkajs nats stompit ldapjs imap smtp-server mailgun-js localtunnel ngrok bonjour
mdns dgram-as-promised net-snmp raw-socket pcap cap usb serialport bluetooth noble knex sequelize typeorm prisma @prisma/client
mongoose mssql oracledb tedious cassandra-driver neo4j-driver clipboardy node-notifier puppeteer-core playwright-core webdriverio
selenium-webdriver jsdom jest-environment node-hide keytar nodegit shell-exec exec-sh spawn-sync system-sleep @aws-sdk @azure
@google-cloud @octokit @slack @sendgrid`.split(/\s+/),
);

const FUNCTIONS = new Rules(`
tree 0: fs.rm rimraf rimraf.rimraf rimraf.sync del del.deleteAsync fs.remove fs.emptyDir shelljs.rm Deno.remove trash fs.rmdir
remove 0: fs.unlink
write 0: fs.writeFile fs.appendFile fs.createWriteStream fs.mkdir fs.mkdtemp fs.truncate fs.chmod fs.utimes fs.lchmod fs.outputFile fs.outputJson fs.writeJson fs.writeJSON fs.ensureDir fs.ensureFile fs.mkdirp mkdirp mkdirp.sync mkdirp.mkdirp Deno.writeTextFile Deno.writeFile Deno.mkdir Bun.write shelljs.mkdir shelljs.touch fs.lutimes
write 0 1: fs.rename fs.link fs.symlink fs.move shelljs.mv Deno.rename
copy 0 1: fs.copyFile fs.cp fs.copy shelljs.cp Deno.copyFile
read 0: fs.readFile fs.createReadStream fs.readJson fs.readJSON fs.openAsBlob Deno.readTextFile Deno.readFile Bun.file shelljs.cat
open 0 1: fs.open
list 0: fs.readdir fs.stat fs.lstat fs.exists fs.access fs.realpath fs.readlink fs.statfs fs.opendir fs.watch fs.watchFile fs.pathExists Deno.readDir Deno.stat glob glob.glob glob.sync fast-glob globby shelljs.ls shelljs.test shelljs.find
change: fs.chown fs.lchown process.kill process.setuid process.setgid process.abort process.chroot process.umask Deno.kill
script 0: child_process.exec shelljs.exec execa.command execa.commandSync execa.execaCommand
spawn 0: child_process.spawn child_process.execFile execa execa.execa execa.sync cross-spawn cross-spawn.sync
execute: child_process.fork vm.* worker_threads.Worker cluster.* repl.* inspector.* v8.setFlagsFromString module.createRequire process.dlopen Deno.Command Deno.run Bun.spawn Bun.$ node-pty.* zx.* wasi.* process.binding WebAssembly.compile WebAssembly.instantiate v8.deserialize
call 0: fetch http.get https.get axios axios.get axios.head node-fetch got got.get undici.fetch undici.request ky ky.get superagent.get request request.get EventSource WebSocket ws
send 0: axios.post axios.put axios.patch axios.delete got.post got.put got.delete ky.post superagent.post request.post navigator.sendBeacon
connect: http.request https.request http.createServer https.createServer http2.* net.* tls.* dgram.* dns.* XMLHttpRequest Deno.connect Deno.listen Deno.serve Bun.serve Bun.connect pg.* mysql.* mysql2.* mongodb.* redis.* ioredis.* ssh2.* puppeteer.* playwright.* axios.create axios.request http.Agent https.Agent undici.*
message: nodemailer.*
data: better-sqlite3.exec sqlite3.exec
write 0: better-sqlite3 sqlite.DatabaseSync
environment 0: environment
secret: process.env Deno.env.toObject Bun.env dotenv.config
compute: process.argv* process.cwd process.exit process.version* process.platform process.arch process.pid process.ppid process.uptime process.hrtime* process.memoryUsage* process.nextTick process.stdout* process.stderr* process.stdin* process.on process.once process.exitCode process.title process.release* process.cpuUsage process.emitWarning process.argv0 process.execPath process.config process.features* process.emit process.off process.removeListener process.execArgv process.getuid process.report process.constrainedMemory process.availableMemory
compute: fs.constants* fs.Stats fs.Dirent fs.promises fs.close fs.read_fd fs.fsync http.STATUS_CODES http.METHODS module.builtinModules module.isBuiltin v8.getHeapStatistics v8.serialize worker_threads.isMainThread worker_threads.parentPort dns.ADDRCONFIG net.isIP net.isIPv4 net.isIPv6 require.main require.resolve Deno.args Deno.cwd Deno.exit Deno.version* Bun.version child_process.ChildProcess axios.isAxiosError
unread: globalThis global window process.mainModule require.cache require.extensions module.Module module._load process._linkedBinding process.getBuiltinModule Reflect.construct
`);

const METHODS = new Rules(`
tree self: rmdirRecursive
unread: execSync spawnSync execFileSync rmSync unlinkSync rmdirSync writeFileSync createRequire runInThisContext runInNewContext runInContext _load compileFunction
`);

/** Takes the parts of an object or array pattern apart, each a part of what the whole refers to. */
function pattern(node: Node, of: Node | null, program: Program): void {
  const names = of === null ? [] : program.refs(of);
  for (const child of node.namedChildren) {
    const key =
      child.type === 'pair_pattern' ? child.childForFieldName('key')?.text : child.text.split(/[\s=]/, 1)[0];
    const value = child.type === 'pair_pattern' ? child.childForFieldName('value') : child;
    const name =
      value?.type === 'identifier' || child.type === 'shorthand_property_identifier_pattern'
        ? (value?.text ?? '')
        : null;
    if (name === null || node.type === 'array_pattern' || names.length === 0) {
      for (const found of (value ?? child).descendantsOfType([
        'identifier',
        'shorthand_property_identifier_pattern',
      ])) {
        if (found !== null) program.bind(found.text, null);
      }
      if (names.length > 0)
        program.host.effects.note('A module is taken apart in a way that is not read here.');
    } else for (const one of names) program.bind(name, JAVASCRIPT.canonical(`${one}.${key ?? ''}`));
  }
}

function template(node: Node, program: Program): Value {
  let value = '';
  let at = node.startIndex + 1;
  const gap = (to: number): string => decodeAnsi(node.text.slice(at - node.startIndex, to - node.startIndex));
  for (const child of node.namedChildren) {
    if (child.type !== 'template_substitution') continue;
    const [inner] = child.namedChildren;
    value += gap(child.startIndex) + (inner === undefined ? '' : program.value(inner));
    at = child.endIndex;
  }
  return value + gap(node.endIndex - 1);
}

/** JavaScript as Node.js runs it. */
export const JAVASCRIPT: Language = {
  callee(node) {
    if (node.type === 'call_expression') return node.childForFieldName('function');
    return node.type === 'new_expression' ? node.childForFieldName('constructor') : null;
  },
  args: (node) =>
    (node.childForFieldName('arguments')?.namedChildren ?? []).filter(({ type }) => type !== 'comment'),
  named(node) {
    const all = new Map<string, Node>();
    for (const arg of node.childForFieldName('arguments')?.namedChildren ?? []) {
      if (arg.type === 'identifier') continue;
      if (arg.type !== 'object') continue;
      for (const pair of arg.namedChildren) {
        const key = pair.childForFieldName('key')?.text.replace(/^['"]|['"]$/g, '');
        const value = pair.childForFieldName('value');
        if (key !== undefined && value !== null) all.set(key === 'flag' ? 'mode' : key, value);
        if (pair.type === 'spread_element') all.set('shell', pair);
      }
    }
    if (!['shell', 'mode'].some((key) => all.has(key))) return all;
    // The mode of a new file is a number, and no way of opening.
    if (/^\d/.test(all.get('mode')?.text ?? '')) all.delete('mode');
    return all;
  },
  member(node): Member | null {
    const object = node.childForFieldName('object');
    if (object === null) return null;
    if (node.type === 'member_expression')
      return { object, name: node.childForFieldName('property')?.text ?? null, key: null };
    return node.type === 'subscript_expression'
      ? { object, name: null, key: node.childForFieldName('index') }
      : null;
  },
  isName: (node) => node.type === 'identifier' || node.type === 'shorthand_property_identifier',
  binds(node, program) {
    switch (node.type) {
      case 'import_statement': {
        const source = node.childForFieldName('source');
        const of = JAVASCRIPT.canonical(source?.text.slice(1, -1) ?? '');
        program.load(of);
        for (const one of node.descendantsOfType(['import_specifier', 'namespace_import', 'import_clause'])) {
          if (one === null) continue;
          if (one.type === 'import_specifier') {
            const name = one.childForFieldName('name')?.text ?? '';
            program.bind(
              one.childForFieldName('alias')?.text ?? name,
              name === 'default' ? of : JAVASCRIPT.canonical(`${of}.${name}`),
            );
          } else
            for (const name of one.namedChildren) if (name.type === 'identifier') program.bind(name.text, of);
        }
        return;
      }
      case 'variable_declarator':
      case 'assignment_expression': {
        const left = node.childForFieldName('name') ?? node.childForFieldName('left');
        const right = node.childForFieldName('value') ?? node.childForFieldName('right');
        if (left?.type === 'identifier') program.bind(left.text, right);
        else if (left !== null && /_pattern$/.test(left.type)) pattern(left, right, program);
        return;
      }
      case 'augmented_assignment_expression': {
        const left = node.childForFieldName('left');
        if (left?.type === 'identifier') program.bind(left.text, null);
        return;
      }
      case 'call_expression': {
        // Who takes the module from here is not seen, unless it is a function that is written out.
        const callee = node.childForFieldName('function');
        const object = callee?.text.endsWith('.then') === true ? callee.childForFieldName('object') : null;
        const [taker] = JAVASCRIPT.args(node);
        const isSeen = /^(arrow_function|function_expression)$/.test(taker?.type ?? '');
        if (object !== null && typeof JAVASCRIPT.loads(object, program) === 'string' && !isSeen) {
          program.host.effects.note('A module is handed on to where nobody can follow.');
        }
        return;
      }
      case 'formal_parameters': {
        const of = node.parent === null ? undefined : isOfModule(node.parent, program);
        const [first] = node.namedChildren;
        if (of !== undefined && first?.type === 'object_pattern')
          pattern(first, node.parent === null ? null : (loaderOf(node.parent, program) ?? null), program);
        for (const name of node.descendantsOfType('identifier')) {
          if (name !== null) program.bind(name.text, of !== undefined && name.id === first?.id ? of : null);
        }
        return;
      }
      case 'catch_clause': {
        const parameter = node.childForFieldName('parameter');
        if (parameter?.type === 'identifier') program.bind(parameter.text, null);
        return;
      }
      case 'arrow_function': {
        const parameter = node.childForFieldName('parameter');
        if (parameter !== null) program.bind(parameter.text, isOfModule(node, program) ?? null);
        return;
      }
      case 'for_in_statement': {
        const left = node.childForFieldName('left');
        if (left?.type === 'identifier') program.bind(left.text, null);
        else if (left !== null)
          for (const name of left.descendantsOfType('identifier'))
            if (name !== null) program.bind(name.text, null);
        return;
      }
      case 'function_declaration':
      case 'class_declaration':
        program.bind(node.childForFieldName('name')?.text ?? '', null);
        return;
      default:
    }
  },
  literal(node, program) {
    switch (node.type) {
      case 'string':
        return decodeAnsi(
          node.text
            .slice(1, -1)
            .replace(/\\u\{([0-9a-f]+)\}/gi, (_, hex: string) => `\\U${hex.padStart(8, '0')}`),
        );
      case 'template_string':
        return template(node, program);
      case 'number':
        return node.text;
      case 'binary_expression': {
        const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
        if (left === null || right === null || node.childForFieldName('operator')?.text !== '+')
          return UNKNOWN;
        return program.value(left) + program.value(right);
      }
      default:
        return null;
    }
  },
  list: (node) =>
    node.type === 'array' ? node.namedChildren.filter(({ type }) => type !== 'comment') : null,
  loads(node, program) {
    if (node.type !== 'call_expression') return undefined;
    const callee = node.childForFieldName('function');
    const isLoader =
      callee?.type === 'import' ||
      (callee !== null && (/(^|\.)require$/.test(callee.text) || program.isAlias(callee, /^require$/)));
    if (callee === null || !isLoader) return undefined;
    const [first] = JAVASCRIPT.args(node);
    const value = first === undefined ? UNKNOWN : program.value(first);
    return isLiteral(value) ? JAVASCRIPT.canonical(value) : null;
  },
  place(name, args) {
    const [first = UNKNOWN] = args;
    if (name === 'os.homedir()') return HOME;
    if (name === 'os.tmpdir()') return '/tmp';
    if (/^(process\.cwd\(\)|__dirname)$/.test(name)) return WORK;
    if (name === 'os.devNull') return '/dev/null';
    if (/^path\.(posix\.)?(join|resolve)\(\)$/.test(name)) {
      return args.length === 0
        ? '.'
        : args.reduce((a, b) => (name.includes('resolve') && b.startsWith('/') ? b : `${a}/${b}`));
    }
    if (/^(path\.normalize|String|url\.fileURLToPath)\(\)$/.test(name)) return first;
    if (name === 'process.env.HOME') return HOME;
    if (name === 'process.execPath') return 'node';
    return null;
  },
  canonical: (name) =>
    name
      .replace(/^node:/, '')
      .replace(/^fs\/promises/, 'fs')
      .replace(/^(fs-extra|graceful-fs)(?=\.|$)/, 'fs')
      .replace(/^fs\.(promises|default)(?=\.)/, 'fs')
      .replace(/^(\w[\w-]*)\.default(?=\.|$)/, '$1')
      .replace(/^(globalThis|global|window)\.(?=[a-zA-Z])/, '')
      .replace(/^((?:fs|child_process)\.\w+)Sync$/, '$1'),
  module: (name) => {
    const plain = name.replace(/^node:/, '');
    return PURE.has(plain)
      ? 'pure'
      : GUARDED.has(plain.split('/')[0] ?? '') && !plain.startsWith('@')
        ? 'guarded'
        : 'unknown';
  },
  reaches: REACHES,
  evaluates: new Set(['eval', 'Function']),
  functions: FUNCTIONS,
  methods: METHODS,
  pathMethods: METHODS,
  reflective: /^(constructor|__proto__|__defineGetter__|__lookupGetter__|getBuiltinModule|mainModule)$/,
  globals: new Set(
    'process eval Function fetch globalThis global window Deno Bun WebSocket EventSource XMLHttpRequest navigator require WebAssembly module __dirname Reflect String'.split(
      ' ',
    ),
  ),
  isWritten(node) {
    const { parent } = node;
    if (parent === null) return true;
    if (
      /^(import_specifier|import_clause|namespace_import|formal_parameters|function_declaration|class_declaration|catch_clause|labeled_statement|array_pattern|object_pattern|pair_pattern|unary_expression)$/.test(
        parent.type,
      )
    )
      return true;
    if (parent.type === 'member_expression') return parent.childForFieldName('property')?.id === node.id;
    if (parent.type === 'variable_declarator' || parent.type === 'assignment_expression') {
      const left = parent.childForFieldName('name') ?? parent.childForFieldName('left');
      const right = parent.childForFieldName('value') ?? parent.childForFieldName('right');
      return (
        left?.id === node.id ||
        (right?.id === node.id && /^(identifier|object_pattern)$/.test(left?.type ?? ''))
      );
    }
    if (parent.type === 'expression_statement' || parent.type === 'binary_expression')
      return !/^(process\.env|Bun\.env)$/.test(node.text);
    return parent.type === 'arrow_function' && parent.childForFieldName('parameter')?.id === node.id;
  },
};

/** `import("fs").then((m) => …)`: the parameter of the function is what this node loads. */
function loaderOf(node: Node, program: Program): Node | undefined {
  const call = node.parent?.parent;
  const callee = call?.type === 'call_expression' ? call.childForFieldName('function') : null;
  const object = callee?.text.endsWith('.then') === true ? callee.childForFieldName('object') : null;
  return object !== null && typeof JAVASCRIPT.loads(object, program) === 'string' ? object : undefined;
}

function isOfModule(node: Node, program: Program): string | undefined {
  const loader = loaderOf(node, program);
  return loader === undefined ? undefined : (JAVASCRIPT.loads(loader, program) ?? undefined);
}
