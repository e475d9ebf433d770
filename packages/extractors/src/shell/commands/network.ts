import type { Call, Command } from '../call.ts';
import { Options, type Syntax } from '../options.ts';
import { NOTHING, unknownOutput } from '../output.ts';
import { asText, isVague, shown, WORK, type Value } from '../value.ts';
import { given } from './given.ts';
import { all, pure, state, type Commands } from './make.ts';

const CURL: Syntax = {
  short: 'AbcCdDeEFhHKmoPQrtTuUwxXyYz',
  long: `user-agent cookie cookie-jar continue-at data data-raw data-binary data-ascii data-urlencode json dump-header referer
cert cert-type key form form-string header config max-time output output-dir ftp-port quote range telnet-option upload-file user
proxy-user write-out proxy request speed-limit connect-timeout retry retry-delay retry-max-time cacert capath ciphers resolve
connect-to interface limit-rate max-redirs max-filesize netrc-file url unix-socket abstract-unix-socket socks5 socks5-hostname
url-query trace trace-ascii stderr hostpubmd5 pass etag-save etag-compare aws-sigv4 oauth2-bearer rate variable`.replace(
    /\s+/g,
    ' ',
  ),
  flags: 'get head location silent remote-name netrc',
};

/** A value that curl reads from a file: `@file`, `name=@file`, `name@file`, `name=<file`. */
function fileIn(value: Value): Value | null {
  return /^(?:[\w.-]*=)?[@<]([^;]*)/.exec(value)?.[1] ?? /^[\w.-]+@([^;]+)$/.exec(value)?.[1] ?? null;
}

const curl: Command = (call) => {
  const options = new Options(call.args, CURL);
  let sends = options.has('T', 'upload-file', 'F', 'form');
  for (const value of options.all(
    'd',
    'data',
    'data-binary',
    'data-ascii',
    'data-urlencode',
    'json',
    'F',
    'form',
    'H',
    'header',
    'url-query',
  )) {
    const file = fileIn(value);
    if (file === null) continue;
    sends = true;
    if (file === '-') sends ||= call.stdin.lines === null;
    else call.read(file);
  }
  for (const file of options.all('T', 'upload-file')) if (file !== '-' && file !== '.') call.read(file);
  for (const file of options.all('K', 'config'))
    if (file !== '-') call.execute(file, `curl does what ${shown(file)} says.`);
  for (const file of options.all('netrc-file', 'b', 'cookie', 'cert', 'key', 'E'))
    if (!file.includes('=')) call.list(file);
  const urls = [...options.operands, ...options.all('url')];
  const files = options.all(
    'o',
    'output',
    'D',
    'dump-header',
    'c',
    'cookie-jar',
    'trace',
    'trace-ascii',
    'stderr',
    'etag-save',
  );
  const folder = options.get('output-dir');
  for (const file of files) if (file !== '-') call.write(folder === undefined ? file : `${folder}/${file}`);
  if (options.has('O', 'remote-name', 'remote-name-all', 'J')) call.write(folder ?? WORK);
  const method = asText(options.get('X', 'request') ?? '').toUpperCase();
  if (options.get('unix-socket') !== undefined) {
    const line = `curl calls ${shown(options.get('unix-socket') ?? '')}`;
    if (options.has('d', 'data') || !/^(GET|HEAD)?$/.test(method))
      call.effects.add('system.change', 'resource:command/curl', `${line} to change something.`);
    else call.effects.add('system.read', 'resource:command/curl', line);
    return unknownOutput('curl');
  }
  for (const proxy of options.all('x', 'proxy', 'socks5', 'socks5-hostname'))
    call.effects.call(proxy, 'curl');
  for (const url of urls) {
    const file = /^file:\/\/(?:localhost)?(\/.*)$/i.exec(url)?.[1];
    if (file !== undefined) call.read(file);
    else callUrl(call, url, sends);
    if (method === 'DELETE') call.effects.add('data.delete', null, `curl deletes ${shown(url)}.`);
  }
  if (urls.length === 0) call.effects.compute('curl was asked.');
  return unknownOutput(urls.map(shown).join(' '), true);
};

/** A URL whose host is known, whatever is unknown behind it. */
function callUrl(call: Call, url: Value, sends: boolean): void {
  const host = /^(?:[a-z]+:\/\/)?[^/?#]+/i.exec(url)?.[0] ?? url;
  call.effects.call(isVague(host) ? url : asText(host), call.name, { sends });
}

const wget: Command = (call) => {
  const options = new Options(call.args, {
    short: 'oaeiBtOTwQPUlARDIX',
    long: 'output-file append-output execute input-file base tries output-document timeout dns-timeout connect-timeout read-timeout limit-rate wait waitretry random-wait quota bind-address directory-prefix cut-dirs user-agent header post-data post-file body-data body-file method level accept reject accept-regex reject-regex regex-type domains exclude-domains follow-tags ignore-tags include-directories exclude-directories user password http-user http-password ftp-user ftp-password proxy-user proxy-password referer max-redirect load-cookies save-cookies certificate certificate-type private-key ca-certificate ca-directory secure-protocol default-page start-pos progress restrict-file-names local-encoding remote-encoding use-askpass config dot-style report-speed compression warc-file preferred-location',
    flags: 'spider recursive quiet continue',
  });
  for (const text of options.all('e', 'execute')) call.effects.execute(null, `wget is told ${shown(text)}.`);
  if (options.has('use-askpass')) call.effects.execute(null, 'wget runs a program for a password.');
  for (const file of options.all('post-file', 'body-file', 'i', 'input-file'))
    if (file !== '-') call.read(file);
  const output = options.get('O', 'output-document');
  if (output === undefined && !options.has('spider'))
    call.write(options.get('P', 'directory-prefix') ?? WORK);
  else if (output !== undefined && output !== '-') call.write(output);
  for (const file of options.all('o', 'output-file', 'a', 'append-output')) call.write(file);
  for (const url of options.operands) callUrl(call, url, options.has('post-file', 'body-file'));
  if (options.operands.length === 0) call.effects.compute('wget was asked.');
  return unknownOutput(options.operands.map(shown).join(' '), true);
};

/** The operand that is a host is called. */
const caller =
  (syntax: Syntax, sends = false): Command =>
  (call) => {
    const options = new Options(call.args, syntax);
    const host = options.operands.find(
      (word) => !word.startsWith('@') && !/^(A|AAAA|MX|TXT|NS|ANY|SOA|CNAME|PTR|SRV|-.*|\+.*)$/.test(word),
    );
    if (host === undefined) call.effects.compute(`${call.name} was asked.`);
    else call.effects.call(host, call.name, { sends });
    return unknownOutput(call.name, true);
  };

const netcat: Command = (call) => {
  const options = new Options(call.args, {
    short: 'ceiIMmOopPqsTVwXxg',
    long: 'exec sh-exec lua-exec ssl-cert proxy source',
    flags: 'listen',
  });
  for (const text of options.all('e', 'c', 'exec', 'sh-exec', 'lua-exec')) {
    call.effects.execute(null, `${call.name} runs ${shown(text)} for whoever calls.`);
  }
  const [host = '', port = ''] = options.operands.map(asText);
  if (options.has('l', 'listen'))
    call.effects.add('network.call', null, `${call.name} listens.`, { risk: 'high' });
  else if (host !== '')
    call.effects.call(/^\d+$/.test(port) ? `${host}:${port}` : host, call.name, { sends: !options.has('z') });
  else call.effects.compute(`${call.name} was asked.`);
  return unknownOutput(call.name, true);
};

const scp: Command = (call) => {
  const options = new Options(call.args, { short: 'cFiJloPSDX' });
  if (options.has('S')) call.effects.execute(null, 'scp runs another program.');
  const [to = WORK, ...from] = [...options.operands].reverse();
  const isRemote = (word: Value): boolean => /^([\w.-]+@)?[\w.-]+:|^scp:\/\//.test(word);
  for (const word of from) {
    if (isRemote(word)) call.effects.call(word.replace(/^(.*?):.*$/s, '$1'), 'scp');
    else call.read(word, { tree: options.has('r') });
  }
  if (isRemote(to))
    call.effects.call(to.replace(/^scp:\/\//, '').replace(/^(.*?):.*$/s, '$1'), 'scp', { sends: true });
  else call.write(to);
  return NOTHING;
};

const mail: Command = ({ name, args, effects }) => {
  effects.add(
    'message.send',
    `resource:command/${name}`,
    `${name} ${args.map(shown).join(' ')} sends a message.`,
  );
  return undefined;
};

const socat: Command = (call) => {
  for (const word of call.args.filter((arg) => !arg.startsWith('-'))) {
    const [kind = '', ...rest] = asText(word).split(':');
    if (/^(exec|system|shell)$/i.test(kind)) call.effects.execute(null, `socat runs ${rest.join(':')}.`);
    else if (/^(tcp|udp|openssl|ssl)[46]?(-connect)?$/i.test(kind))
      call.effects.call(rest.join(':').split(',')[0] ?? '', 'socat', { sends: true });
    else call.effects.add('network.call', null, `socat opens ${shown(word)}.`, { risk: 'high' });
  }
  return unknownOutput('socat', true);
};

/** `ip`, `ifconfig`, `iptables`: they show, or change the machine. */
const configures =
  (shows: RegExp): Command =>
  (call) => {
    const text = call.args.map(asText).join(' ');
    if (shows.test(text)) return state(call);
    call.effects.add(
      'system.change',
      `resource:command/${call.name}`,
      `${call.name} ${text} changes the network of the machine.`,
    );
    return undefined;
  };

/** Tools of the network. */
export const NETWORK: Commands = {
  curl,
  ...all('wget wget2', wget),
  ...all('http https xh httpie', (call) => {
    const options = new Options(call.args, {
      short: 'abopsA',
      long: 'auth auth-type output session session-read-only proxy print pretty style timeout max-redirects verify cert cert-key ssl boundary raw max-headers default-scheme response-charset response-mime format-options',
    });
    const [first = '', second = ''] = options.operands;
    const url = /^[A-Z]+$/.test(first) ? second : first;
    for (const word of options.operands) {
      const file = /@([^@]+)$/.exec(word)?.[1];
      if (file !== undefined && word !== url) call.read(file);
    }
    callUrl(call, url, options.operands.length > 2);
    return unknownOutput(call.name, true);
  }),
  ...all('aria2c axel lynx links w3m elinks youtube-dl yt-dlp', (call) => {
    const options = new Options(call.args, { short: 'odPf', long: 'out dir output' });
    for (const url of options.operands) callUrl(call, url, false);
    if (!/^(lynx|links|w3m|elinks)$/.test(call.name)) call.write(options.get('d', 'dir') ?? WORK);
    return unknownOutput(call.name, true);
  }),
  ...all(
    'ping ping6 traceroute tracepath mtr dig host nslookup whois telnet nmap finger getent_hosts arping',
    caller({ short: 'cwsitIpPoWmqf' }),
  ),
  ...all(
    'ftp sftp lftp tftp smbclient ncftp rlogin rsh rexec remsh cu tip',
    caller({ short: 'bBcDFiJloPRSsp' }, true),
  ),
  // Servers, tunnels and stores elsewhere: what they are given leaves the machine, or the machine is opened by them.
  ...all(
    'ngrok cloudflared tailscale zerotier-cli chisel frpc frps bore localtunnel lt sshuttle sshfs openvpn wg wg-quick tor iodine dnscat dnscat2 rclone restic borg s3cmd s5cmd mc b2 azcopy gdrive croc wormhole magic-wormhole transfer ffsend onionshare lp lpr cancel mosquitto_pub mosquitto_sub websocat grpcurl evans kcat kafkacat hping3 fping masscan zmap nuclei sqlmap hydra medusa nikto gobuster ffuf wfuzz amass subfinder responder mitmproxy mitmdump ettercap msfconsole msfvenom smbmap rpcclient ldapsearch ldapadd ldapmodify ldapdelete ldappasswd snmpwalk snmpset rdesktop xfreerdp vncviewer pwncat rustcat rcat lwp-request lwp-download GET POST HEAD whois_server curlie hurl vegeta_attack gsutil_rsync',
    (call) => {
      const text = call.args.map(asText).join(' ');
      given(call, { runs: true, writes: true });
      if (/^(-h|--?help|-V|--?version|version|help)?$/.test(text)) return pure(call);
      call.effects.add(
        'network.call',
        null,
        `${call.name} ${call.args.map(shown).join(' ')} connects the machine with others.`,
        { risk: 'high' },
      );
      return unknownOutput(call.name, true);
    },
  ),
  ...all('nc ncat netcat telnet_nc', netcat),
  socat,
  scp,
  ...all('mail mailx sendmail mutt msmtp ssmtp swaks', mail),
  ...all(
    'ip',
    configures(
      /^(-\S+ )*(a|addr|address|l|link|r|route|n|neigh|rule)?( (show|list|get)\b.*)?( (dev )?[\w.-]+)?$/,
    ),
  ),
  ...all('ifconfig', configures(/^(-a|[\w.-]*)$/)),
  ...all(
    'iptables ip6tables nft ufw firewall-cmd pfctl',
    configures(/^(-\w+ \w+ )?(-L|-S|--list|list|status|--list-all|-s)\b/),
  ),
  ...all('route arp', configures(/^(-n|-a|-e)*$/)),
  ...all('netstat ss lsof_net iftop nethogs vnstat iwconfig ethtool resolvectl', state),
  'ssh-keygen': (call) => {
    const options = new Options(call.args, { short: 'tbfCNPIVnzsOEFRD' });
    const file = options.get('f');
    if (options.has('l', 'F', 'y')) {
      if (file !== undefined && options.has('y')) call.read(file);
      call.effects.compute('ssh-keygen shows a key.');
    } else call.write(file ?? '\ue004/.ssh/id_new');
    return undefined;
  },
  'ssh-keyscan': (call) => {
    const options = new Options(call.args, { short: 'fpTt' });
    for (const file of options.all('f')) call.read(file);
    for (const host of options.operands) call.effects.call(host, call.name);
    call.effects.compute('ssh-keyscan asks for keys.');
    return undefined;
  },
  'ssh-copy-id': (call) => {
    call.effects.add('access.grant', null, 'ssh-copy-id gives a key access to another machine.');
    return undefined;
  },
  'ssh-add': state,
  'ssh-agent': (call) => {
    const { operands } = new Options(call.args, { short: 'aEtPO', posix: true });
    return operands.length === 0 ? state(call) : call.run(operands);
  },
};
