import type { Place } from '../place.ts';

/** Files whose content is a secret, as patterns over paths: `~` is any home, `**` any directories, `*` within a name. */
const SECRET = `
~/.ssh/* ~/.aws/credentials ~/.aws/config ~/.netrc ~/.git-credentials ~/.docker/config.json ~/.kube/config
~/.npmrc ~/.pypirc ~/.gnupg/** ~/.config/gcloud/** ~/.config/gh/hosts.yml ~/.azure/** ~/.vault-token ~/.pgpass
~/.my.cnf ~/.password-store/** ~/.local/share/keyrings/** ~/.config/hub ~/.terraform.d/credentials.tfrc.json
~/.cargo/credentials ~/.cargo/credentials.toml ~/.gem/credentials ~/.mozilla/** ~/.config/google-chrome/**
~/.bash_history ~/.zsh_history ~/.psql_history ~/.mysql_history ~/.config/op/** ~/Library/Keychains/** ~/.config/chromium/** ~/.config/BraveSoftware/** ~/.config/microsoft-edge/** ~/.thunderbird/**
~/Library/Application_Support/Google/Chrome/** ~/Library/Application_Support/Firefox/** ~/Library/Mail/** ~/Library/Messages/** ~/Library/Cookies/**
~/.azure/** ~/.config/rclone/** ~/.s3cfg ~/.boto ~/.config/doctl/** ~/.oci/** ~/.config/hcloud/** ~/.claude.json ~/.codex/auth.json ~/.python_history ~/.node_repl_history
/etc/shadow /etc/shadow- /etc/gshadow /etc/gshadow- /etc/master.passwd /etc/ssl/private/** /etc/krb5.keytab
/etc/ssh/ssh_host_*_key /etc/kubernetes/admin.conf /proc/*/environ /proc/*/mem /proc/kcore /dev/mem /dev/kmem
/run/secrets/** /var/run/secrets/** /var/lib/docker/** /private/etc/master.passwd
**/.env **/.env.* **/.envrc **/id_rsa **/id_dsa **/id_ecdsa **/id_ed25519 **/*.pem **/*.p12 **/*.pfx **/*.key
**/*.kdbx **/*.keystore **/*.jks **/.netrc **/.pgpass **/.htpasswd **/.git-credentials **/.npmrc.auth
**/credentials.json **/service-account*.json **/service_account*.json **/secrets.yml **/secrets.yaml **/secrets.json
**/secrets.env **/.vault_pass **/master.key **/wp-config.php
`;

/** Names that look like those above and hold no secret. */
const OPEN = `
**/*.pub ~/.ssh/known_hosts ~/.ssh/config ~/.ssh/authorized_keys **/.env.example **/.env.sample **/.env.template
**/.env.dist **/.env.defaults **/.env.test.example **/*.pub.pem **/public.pem **/*.crt.pem
`;

/** Directories that hold secrets: whoever reads all of them reads these too. */
const TREES = `/ ~ ~/.ssh ~/.aws ~/.gnupg ~/.config ~/.kube ~/.docker ~/.config/gcloud ~/.password-store /etc /root
/home /home/* /Users /Users/* /etc/ssl /etc/ssl/private /proc /run/secrets /var/run/secrets /run /var/run`;

/** Devices that hold or show nothing of anybody. */
const HARMLESS = /^\/dev\/(null|zero|full|u?random|tty|stdin|stdout|stderr|fd(\/\d+)?|ptmx|pts\/\d+)$/;

function compile(patterns: string): RegExp[] {
  return patterns
    .trim()
    .split(/\s+/)
    .map((pattern) => {
      const body = pattern
        .replace('Application_Support', 'Application Support')
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replace(/^~/, '(?:~|/root|/home/[^/]*|/Users/[^/]*)')
        .replace(/^\*\*\//, '(?:.*/)?')
        .replace(/\/\*\*$/, '(?:/.*)?')
        .replace(/(?<![.)\]])\*/g, '[^/]*');
      return new RegExp(`^${body}$`);
    });
}

const secret = compile(SECRET);
const open = compile(OPEN);
const trees = compile(TREES);
const any = (list: readonly RegExp[], text: string): boolean => list.some((pattern) => pattern.test(text));

/** Whether the content of a place is a secret. A pattern is when it lies where secrets lie or begins like one. */
export function isSecret({ text, glob, segments }: Place): boolean {
  if (any(open, text)) return false;
  if (any(secret, text)) return true;
  if (!glob) return false;
  const last = segments.at(-1) ?? '';
  const parent = text.slice(0, Math.max(0, text.lastIndexOf('/')));
  if (/^(\.e|\.en|\.env|id_)/.test(last) && last.includes('*')) return true;
  return (
    parent !== '' &&
    parent !== '~' &&
    parent !== '/etc' &&
    parent !== '/proc' &&
    any(trees, parent) &&
    last.startsWith('*') &&
    /\.(ssh|aws|gnupg|kube|docker)|private|secrets|gcloud|password-store/.test(parent)
  );
}

/** Whether secrets lie somewhere below a place. */
export const holdsSecrets = ({ text }: Place): boolean => any(trees, text);

export const isHarmlessDevice = ({ text }: Place): boolean => HARMLESS.test(text);

/** A device, in which whatever is written replaces a file system. */
export const isDevice = (of: Place): boolean =>
  of.root === 'abs' && of.segments[0] === 'dev' && !isHarmlessDevice(of) && of.segments[1] !== 'shm';

const SYSTEM = new Set(
  'bin boot dev etc lib lib32 lib64 opt proc root sbin snap srv sys usr var System Library Applications private Windows run'.split(
    ' ',
  ),
);

/** A place that belongs to the machine: `/`, `/etc/…`, `/usr/…`, but not the directories for temporary files. */
export function isSystem(of: Place): boolean {
  if (isTemporary(of)) return false;
  if (of.root !== 'abs') return false;
  const [first] = of.segments;
  return first === undefined || first.includes('*') || SYSTEM.has(first);
}

/** A place below a directory for temporary files; not that directory itself. */
export function isTemporary({ root, segments }: Place): boolean {
  if (root === 'temp') return segments.length > 0;
  if (root !== 'abs') return false;
  const at = segments[0] === 'private' ? 1 : 0;
  if (segments[at] === 'tmp') return segments.length > at + 1;
  if (segments[at] === 'var' && segments[at + 1] === 'tmp') return segments.length > at + 2;
  if (segments[0] === 'dev' && segments[1] === 'shm') return segments.length > 2;
  return false;
}

/** Files that give access to whoever writes them. */
export const givesAccess = ({ text }: Place): boolean =>
  /^(~|\/root|\/home\/[^/]*|\/Users\/[^/]*)\/\.ssh\/(authorized_keys2?|rc|config)$|^\/etc\/(sudoers|sudoers\.d\/.*|passwd|group|shadow|gshadow|pam\.d\/.*|ssh\/.*|security\/.*)$/.test(
    text,
  );

/** Files that are run later by themselves. */
export const runsLater = ({ text }: Place): boolean =>
  /^(~|\/root|\/home\/[^/]*|\/Users\/[^/]*)\/(\.bash(rc|_profile|_login|_logout|_aliases)|\.profile|\.z(shrc|shenv|profile|login)|\.config\/(autostart|systemd)\/.*|\.gitconfig|\.config\/git\/config|Library\/LaunchAgents\/.*|Library\/Preferences\/ByHost\/.*loginwindow.*|\.(inputrc|xinitrc|xprofile|xsession|xsessionrc|vimrc|exrc|emacs|tmux\.conf|screenrc|pam_environment|gdbinit|lldbinit|psqlrc|irbrc|Rprofile|pythonrc)|\.vim\/.*|\.config\/(fish|nvim|environment\.d|pip)\/.*|\.local\/share\/(systemd|applications)\/.*)$|(^|\/)\.git\/(hooks\/.*|config)$/.test(
    text,
  );
