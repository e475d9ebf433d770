import type { Command } from '../call.ts';
import { Options } from '../options.ts';
import { asText, shown, WORK } from '../value.ts';
import { all, change, state, tool, type Commands } from './make.ts';
import * as tables from './tables.ts';
import { elsewhere } from './wrappers.ts';

const LONG_DOCKER =
  'host config context log-level name volume env env-file publish workdir user network mount entrypoint label hostname memory cpus file tag target build-arg platform restart add-host device filter format project-name profile tail since until detach-keys gpus ulimit cap-add cap-drop security-opt shm-size tmpfs ip dns pid ipc pull cidfile log-driver log-opt';

/** `docker run` and `docker exec`: what runs inside is read as what runs elsewhere; what is mounted is the machine's. */
function container(call: Parameters<Command>[0], verb: string, args: readonly string[]): void {
  const options = new Options(args, {
    short: verb === 'exec' ? 'euw' : 'veHlcfpuwmath',
    long: LONG_DOCKER,
    posix: true,
  });
  const [image = '', ...command] = options.operands;
  const powers = ['privileged', 'pid', 'cap-add', 'device', 'security-opt'].filter((name) =>
    options.has(name),
  );
  const mounts = [...options.all('v', 'volume', 'mount')];
  for (const mount of mounts) {
    const from = /(?:^|,)(?:source|src)=([^,]*)/.exec(mount)?.[1] ?? /^([^:]*):/.exec(mount)?.[1] ?? '';
    if (!/^[/.~\ue004-\ue006]/.test(from)) continue;
    for (const of of call.places(from)) {
      const isRoot = of.segments.length === 0 && of.root !== 'work' && of.root !== 'temp';
      if (
        isRoot ||
        /^\/(etc|root|var|usr|boot|dev|proc|sys|home)(\/|$)/.test(of.text) ||
        of.root === 'outside'
      ) {
        call.effects.add(
          'system.change',
          `resource:command/${call.name}/run`,
          `${call.name} gives ${of.text} to a container.`,
          { risk: 'critical' },
        );
      } else if (of.root === 'unknown')
        call.effects.note(`${call.name} gives ${of.text} to a container, and nobody can say what that is.`);
    }
  }
  if (powers.length > 0) {
    call.effects.add(
      'system.change',
      `resource:command/${call.name}/run`,
      `${call.name} runs a container with ${powers.join(', ')}.`,
      { risk: 'critical' },
    );
  }
  call.effects.execute(
    `resource:container/${/^[\w./:@-]+$/.test(image) ? image : '*'}`,
    `${call.name} ${verb} runs ${shown(image)}.`,
  );
  const entry = options.get('entrypoint');
  const words = entry === undefined ? command : [entry, ...command];
  if (words.length > 0 && !words[0]?.startsWith('-')) call.run(words, { env: elsewhere() });
}

const dockerTool = tool({
  table: tables.DOCKER,
  syntax: { short: 'Hclpft', long: LONG_DOCKER, flags: 'volumes force all' },
});

const docker: Command = (call) => {
  const { args } = call;
  const at = args.findIndex((arg) => /^(run|exec|create)$/.test(asText(arg)));
  const before = args.slice(0, Math.max(at, 0));
  if (at !== -1 && before.every((arg) => /^(-|compose$|container$)|[=/:.]/.test(asText(arg)))) {
    container(call, asText(args[at] ?? ''), args.slice(at + 1));
    return undefined;
  }
  const cp = args[0] === 'cp' || (args[0] === 'container' && args[1] === 'cp');
  if (cp) {
    const [from = '', to = WORK] = new Options(args.slice(args.indexOf('cp') + 1)).operands;
    if (from.includes(':')) call.write(to);
    else call.read(from, { tree: true });
    return undefined;
  }
  return dockerTool(call);
};

const KUBE_LONG =
  'namespace context kubeconfig selector output filename container cluster user server token field-selector sort-by tail since replicas image port type for timeout as as-group request-timeout grace-period cascade from-file from-literal patch overrides';
const kubeTool = tool({
  table: tables.KUBECTL,
  syntax: { short: 'nlofcsvpk', long: KUBE_LONG, flags: 'raw all force' },
  also: (call, options) => {
    for (const file of options.all('f', 'filename')) {
      if (file !== '-' && !/^https?:/.test(file)) call.read(file);
    }
  },
});

const kubectl: Command = (call) => {
  const { args } = call;
  const dashes = args.indexOf('--');
  const verbAt = args.findIndex((arg) => asText(arg) === 'exec');
  if (verbAt !== -1 && dashes > verbAt) {
    call.effects.execute('resource:container/*', `${call.name} exec runs a command in a pod.`);
    call.run(args.slice(dashes + 1), { env: elsewhere() });
    return undefined;
  }
  if (verbAt !== -1) {
    const { operands } = new Options(args.slice(verbAt + 1), { short: 'nc', long: KUBE_LONG });
    call.effects.execute('resource:container/*', `${call.name} exec runs a command in a pod.`);
    if (operands.length > 1) call.run(operands.slice(1), { env: elsewhere() });
    return undefined;
  }
  if (args.some((arg) => /^--dry-run(=(client|server))?$/.test(arg))) {
    call.effects.add('system.read', `resource:command/${call.name}`, `${call.name} only tries.`);
    return undefined;
  }
  return kubeTool(call);
};

const named = (table: string, long = '', short = ''): Command => tool({ table, syntax: { short, long } });

const trial =
  (inner: Command, ...names: readonly string[]): Command =>
  (call) => {
    if (!call.args.some((arg) => names.includes(asText(arg)))) return inner(call);
    call.effects.add('system.read', `resource:command/${call.name}`, `${call.name} only tries.`);
    return undefined;
  };

const ansible: Command = (call) => {
  if (call.args.some((arg) => /^(--check|-C|--list-hosts|--list-tasks|--syntax-check)$/.test(arg)))
    return state(call);
  call.effects.add(
    'deploy',
    `resource:command/${call.name}`,
    `${call.name} ${call.args.map(shown).join(' ')} changes machines.`,
  );
  const options = new Options(call.args, {
    short: 'imaeluf',
    long: 'inventory module-name args extra-vars limit user forks',
  });
  const text = options.get('a', 'args');
  if (
    call.name === 'ansible' &&
    text !== undefined &&
    /^(command|shell|raw)?$/.test(asText(options.get('m', 'module-name') ?? ''))
  )
    call.script(text, { env: elsewhere() });
  return undefined;
};

const packages = tool({
  table: tables.SYSTEM_PACKAGES,
  syntax: { short: 'toc', long: 'target-release option config-file root' },
  otherwise: 'system.change',
});

const otherRepos = tool({
  table: tables.OTHER_REPOS,
  syntax: { short: 'mRrub', long: 'message repository rev revision config cwd username password' },
});

const forge = tool({
  table: tables.GH,
  syntax: {
    short: 'RtbBHaljLqSFTmsc',
    long: 'repo title body base head assignee label json jq limit body-file milestone project reviewer state search comment',
  },
});

/** `gh api`: reads unless a method or a field says otherwise. */
function api(call: Parameters<Command>[0]): undefined {
  const options = new Options(call.args, {
    short: 'XfFHpqt',
    long: 'method field raw-field input header cache hostname preview jq template',
  });
  const method = asText(options.get('X', 'method') ?? '').toUpperCase();
  const sends = options.has('f', 'F', 'field', 'raw-field', 'input') && method !== 'GET';
  const line = `${call.name} ${call.args.map(shown).join(' ')}`;
  const target = `resource:command/${call.name}/api`;
  for (const host of options.all('hostname')) call.effects.call(host, call.name, { sends });
  if (method === 'DELETE') call.effects.add('repo.discard', target, line, { risk: 'critical' });
  else if (sends || !/^(GET|HEAD)?$/.test(method)) call.effects.add('deploy', target, line);
  else call.effects.add('repo.read', target, line);
  return undefined;
}

/** What is copied to a bucket leaves the machine, and the name of a bucket says nothing of whose it is. */
function uploads(call: Parameters<Command>[0]): void {
  const words = new Options(call.args.slice(call.name === 'aws' ? 1 : 0), {
    short: 'h',
    long: 'profile region output query endpoint-url exclude include acl storage-class sse content-type metadata cache-control expires grants',
  }).operands;
  if (!/^(cp|mv|sync|rsync|presign|put-object|upload)$/.test(asText(words[0] ?? ''))) return;
  const to = asText(words.at(-1) ?? '');
  const bucket = /^(s3|gs):\/\/([\w.-]+)/.exec(to);
  const isUp = bucket !== null && !/^(s3|gs):/.test(asText(words.at(-2) ?? ''));
  if (isUp && call.args.every((arg) => !/^--dry-?run$|^-n$/.test(arg)))
    call.effects.add(
      'network.call',
      `host:${bucket[1] === 's3' ? 's3.amazonaws.com' : 'storage.googleapis.com'}`,
      `${call.name} sends to ${to}.`,
      { risk: 'high' },
    );
}

/** Clusters, clouds, packages. */
export const TOOLS: Commands = {
  ...all('docker podman nerdctl', docker),
  'docker-compose': (call) => call.run(['docker', 'compose', ...call.args]),
  'podman-compose': (call) => call.run(['docker', 'compose', ...call.args]),
  ...all('kubectl oc k k3s_kubectl microk8s.kubectl', kubectl),
  helm: trial(named(tables.HELM, 'namespace kube-context values set version file', 'nf'), '--dry-run'),
  ...all(
    'terraform tofu terragrunt pulumi cdktf',
    tool({
      table: tables.TERRAFORM,
      syntax: { single: true, long: 'chdir var var-file out target state stack' },
    }),
  ),
  aws: trial(
    (call) => {
      uploads(call);
      return named(tables.AWS, 'profile region output query endpoint-url cli-input-json filters')(call);
    },
    '--dry-run',
    '--dryrun',
  ),
  gcloud: named(tables.GCLOUD, 'project account configuration format filter region zone'),
  az: named(tables.AZ, 'subscription output query resource-group name', 'ogn'),
  gsutil: (call) => {
    uploads(call);
    return named(tables.GSUTIL, '', 'o')(call);
  },
  ...all('hg svn bzr fossil darcs p4 cvs jj sl', (call) => {
    const text = call.args.map(asText).join('\n');
    if (
      /--config(=|\n)(alias|hooks|extensions|ui|merge-tools|extdiff|diff-tools)\b|--(editor-cmd|diff-cmd|diff3-cmd)\b/.test(
        text,
      )
    )
      call.effects.execute(null, `${call.name} is given a command to run: ${text.replaceAll('\n', ' ')}`);
    return otherRepos(call);
  }),
  ...all('gh glab', (call) => (call.args[0] === 'api' ? api(call) : forge(call))),
  ...all(
    'doctl linode-cli hcloud flyctl fly heroku vercel netlify railway wrangler firebase eksctl minikube kind k3d eb sam serverless sls cdk copilot oci ibmcloud scw exo vultr-cli render supabase neonctl planetscale pscale kustomize kubectx kubens stern argocd flux istioctl linkerd velero consul nomad crictl ctr vagrant multipass limactl lima colima virsh qm pct lxc incus VBoxManage',
    tool({
      table: `
system.change!: {destroy|delete|rm|remove|terminate|purge|teardown|down|nuke|uninstall|undefine|unregistervm|apps:destroy|pg:reset}; * {destroy|delete|rm|remove|terminate|purge|stop|reset|wipe}; * * {destroy|delete|rm|remove|terminate|purge}; *:destroy; *:delete; *:reset; *:remove
secret.read: config; config:get; * secrets; secret*
system.read: {list|ls|ps|status|logs|info|show|get|describe|version|help|whoami|validate|diff|synth|doctor|regions|open|dashboard}; * {list|ls|show|get|info|status|describe|logs|view}; * * {list|ls|show|get|info|describe}; build; --version
deploy: {deploy|up|create|launch|scale|restart|start|promote|rollback|run|publish|apply|sync|push|dev|bootstrap}; * {create|deploy|update|start|restart|run|set|add|apply|push|publish|scale}; * * {create|deploy|update|set|add}; *:*
`,
      syntax: { long: 'app org project region output format namespace stack profile', short: 'a' },
    }),
  ),
  vault: tool({
    table: `
secret.read: {read|unwrap}; kv {get|list}; token create; {print} token; list; operator {init|generate-root}
system.read: {status|version|path-help}; {auth|secrets|policy|audit} {list|read}; token lookup
data.delete!: delete; kv {delete|destroy}; kv metadata delete; secrets disable; lease revoke; token revoke; kv undelete
access.grant: *`,
  }),
  ...all('sops age_decrypt ansible-vault', (call) => {
    call.effects.add('secret.read', `resource:command/${call.name}`, `${call.name} opens what is encrypted.`);
    return undefined;
  }),
  ...all('ansible ansible-playbook salt puppet chef-client knife', ansible),
  ...all(
    'apt apt-get aptitude yum dnf microdnf zypper pacman yay paru apk brew port snap flatpak nix nix-env nix-shell emerge pkg pkg_add opkg xbps-install eopkg swupd guix choco scoop winget mas tdnf rpm-ostree dnf4 dnf5 yum3',
    packages,
  ),
  ...all('apt-cache apt-file dpkg-query rpmquery', state),
  ...all('apt-key apt-mark add-apt-repository dpkg-reconfigure', change),
  ...all('dpkg rpm', (call) => {
    const flags = call.args.map(asText).join(' ');
    return /^(-[lLsSpqV]|-q\w*|--list|--listfiles|--status|--search|--query|--print|-V|--version)/.test(flags)
      ? state(call)
      : change(call);
  }),
};
