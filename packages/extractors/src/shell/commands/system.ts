import type { Command } from '../call.ts';
import { Options } from '../options.ts';
import { asText, shown } from '../value.ts';
import { given } from './given.ts';
import { all, change, pure, state, tool, type Commands } from './make.ts';

const kill: Command = (call) => {
  const words = call.args.map(asText);
  if (words.length === 0 || /^-(l|L|0)$/.test(words[0] ?? '') || words.includes('--list')) return state(call);
  // What this shell itself has started.
  if (
    words.every((word) => /^(%[\d+-]?\d*|-(s|n)|-?(SIG)?[A-Z]+|-\d+)$/.test(word)) &&
    words.some((word) => word.startsWith('%'))
  ) {
    call.effects.compute('kill ends a job of this shell.');
    return undefined;
  }
  // -1 is every process there is.
  const isAll = words.slice(1).includes('-1') || words.includes('1') || call.name === 'killall5';
  call.effects.add(
    'system.change',
    `resource:command/${call.name}`,
    `${call.name} ${call.args.map(shown).join(' ')} ends processes.`,
    {
      risk: isAll ? 'critical' : 'high',
    },
  );
  return undefined;
};

const mount: Command = (call) => {
  const { operands } = new Options(call.args, { short: 'tLUoO', long: 'types options' });
  return operands.length === 0 ? state(call) : change(call);
};

const crontab: Command = (call) => {
  const options = new Options(call.args, { short: 'u' });
  if (options.has('l')) return state(call);
  if (options.has('r')) return change(call);
  call.effects.execute('resource:command/crontab/later', 'crontab has something run later.');
  for (const word of options.operands) if (word !== '-') call.read(word);
  return undefined;
};

const later: Command = (call) => {
  call.effects.execute(`resource:command/${call.name}/later`, `${call.name} has something run later.`);
  if (call.stdin.lines !== null && call.stdin.exact) call.script(call.stdin.lines.join('\n'));
  return undefined;
};

const sysctl: Command = (call) => {
  const options = new Options(call.args, { short: 'pN' });
  const writes =
    options.has('w', 'write', 'p', 'load', 'system') || options.operands.some((word) => word.includes('='));
  return writes ? change(call) : state(call);
};

const services = `
system.read: status; is-active; is-enabled; is-failed; show; cat; list-*; get-default; help; show-environment; print*; list; blame; info
system.change!: poweroff; reboot; halt; kexec; emergency; rescue; isolate; suspend; hibernate
system.change: *
`;

const passwords: Command = (call) => {
  call.effects.add('access.grant', null, `${call.name} changes who may enter the machine.`);
  call.effects.add('system.change', `resource:command/${call.name}`, `${call.name} changes accounts.`);
  return undefined;
};

const secrets: Command = (call) => {
  call.effects.add(
    'secret.read',
    `resource:command/${call.name}`,
    `${call.name} ${call.args.map(shown).join(' ')} shows a secret.`,
  );
  return undefined;
};

const openssl: Command = (call) => {
  const options = new Options(call.args, {
    single: true,
    long: 'in out inkey key passin passout connect subj days newkey keyout config CA CAkey signkey outform inform engine provider sign verify signature',
  });
  const [verb = ''] = options.operands.map(asText);
  for (const file of options.all('in', 'CA')) call.read(file);
  for (const file of options.all('out', 'keyout')) call.write(file);
  for (const host of options.all('connect')) call.effects.call(host, 'openssl', { sends: true });
  if (options.has('engine', 'provider')) call.effects.execute(null, 'openssl loads a module.');
  if (/^(rsa|pkey|ec)$/.test(verb) && !options.has('pubout', 'noout'))
    for (const file of options.all('in')) call.read(file);
  call.effects.compute('openssl computes.');
  return undefined;
};

const disks = `
system.read: list*; info; -l; --list; print; -p; status
system.change!: *
`;

/** The machine: processes, services, disks, accounts. */
export const SYSTEM: Commands = {
  ...all(
    `ps top htop btop atop pgrep pidof pstree free uptime df vmstat iostat mpstat sar dmesg lsblk blkid lscpu lsmod lspci
lsusb lsof who w last lastlog users finger journalctl uname_all hostid arch sw_vers system_profiler vm_stat ioreg lsb_release
neofetch fastfetch screenfetch nvidia-smi sensors dmidecode_read findmnt lsns lsipc ipcs numactl logname groups pmap
getent apropos man info tldr whatis lastb faillog timedatectl_status hostnamectl_status ldconfig_p nproc upower acpi glances
inxi iotop powertop tcpdump_read loginctl_list swapon_show ulimit_show pidstat bpftrace_list perf_list lsinitramfs ldd`,
    state,
  ),
  ...all('sleep usleep wait_for notify-send say beep', pure),
  ...all('kill pkill killall skill snice xkill killall5 fuser_kill', kill),
  ...all('nginx httpd apachectl apache2ctl sshd', (call) => {
    given(call);
    return /^(-[tTvV]+|configtest|-t -c \S+)$/.test(call.args.map(asText).join(' '))
      ? state(call)
      : change(call);
  }),
  renice: change,
  fuser: (call) => (call.args.some((arg) => /^-\w*k/.test(arg)) ? kill(call) : state(call)),
  ...all('mount swapon', mount),
  ...all(
    `umount swapoff mkfs mkswap mke2fs fsck e2fsck tune2fs resize2fs xfs_growfs mdadm cryptsetup lvremove vgremove pvremove
lvcreate vgcreate pvcreate lvextend lvreduce badblocks hdparm sgdisk sfdisk gdisk partprobe losetup dmsetup kpartx zpool zfs btrfs
shutdown reboot poweroff halt init telinit kexec insmod rmmod modprobe depmod grub-install update-grub efibootmgr mkinitcpio
dracut update-initramfs pivot_root switch_root unshare nsenter setenforce setsebool auditctl apparmor_parser iptables-restore
update-alternatives update-rc.d chkconfig ldconfig useradd_batch swapctl newfs diskpart format bcdedit csrutil nvram spctl
tmutil pmset softwareupdate systemsetup kextload kextunload kmutil setcap setterm pacman-key rpmkeys agetty getty mingetty rsyslogd dhclient dnsmasq telnetd fail2ban-client busctl dbus-send gdbus machinectl tic zic crash chvt ntpdate hwclock quotaon quotaoff
resize_reiserfs wipe debugfs dump restore_dump`,
    change,
  ),
  ...all(
    'fdisk parted cfdisk diskutil',
    tool({
      table: disks,
      syntax: { short: 'bC' },
      otherwise: 'system.change',
      also: (call, options) => {
        if (options.has('l', 'list') || /^(print|info|list)$/.test(asText(options.operands.at(-1) ?? '')))
          call.effects.compute(`${call.name} shows disks.`);
      },
    }),
  ),
  ...all(
    'systemctl launchctl rc-service sv supervisorctl initctl pm2 brew_services',
    tool({
      table: services,
      syntax: { short: 'tpHMnos', long: 'type property host machine lines output state' },
      otherwise: 'system.read',
    }),
  ),
  service: tool({ table: `system.read: * status; --status-all\nsystem.change: *`, otherwise: 'system.read' }),
  ...all(
    'timedatectl hostnamectl localectl loginctl networkctl',
    tool({ table: `system.read: status; show*; list-*\nsystem.change: *`, otherwise: 'system.read' }),
  ),
  crontab,
  ...all('at batch', later),
  sysctl,
  ...all(
    'useradd adduser usermod groupadd addgroup groupmod gpasswd passwd chpasswd visudo vipw chsh chfn chage newusers pw pwconv grpconv smbpasswd dscl sysadminctl dseditgroup kadmin kadmin.local samba-tool realm authselect faillock',
    passwords,
  ),
  ...all('userdel deluser groupdel delgroup', change),
  ...all(
    'pass gopass secret-tool lpass bw op keepassxc-cli keyctl security gpg_export ssh-askpass systemd-ask-password',
    secrets,
  ),
  ...all('gpg gpg2 age', (call) => {
    const options = new Options(call.args, {
      short: 'oru',
      long: 'output recipient local-user keyserver',
      flags: 'decrypt export-secret-keys export-secret-subkeys delete-secret-keys delete-keys',
    });
    if (options.has('export-secret-keys', 'export-secret-subkeys', 'export-secret-key')) return secrets(call);
    if (options.has('delete-secret-keys', 'delete-keys')) return change(call);
    for (const file of options.all('o', 'output')) call.write(file);
    if (options.has('d', 'decrypt')) for (const word of options.operands) call.read(word);
    call.effects.compute('gpg computes.');
    return undefined;
  }),
  openssl,
  ...all('tcpdump tshark dumpcap wireshark', (call) => {
    call.effects.add('system.read', `resource:command/${call.name}`, `${call.name} listens to the network.`, {
      risk: 'high',
    });
    return undefined;
  }),
  ...all('xdg-open open start explorer', (call) => {
    for (const word of call.args.filter((arg) => !arg.startsWith('-'))) {
      if (/^https?:/.test(word)) call.effects.call(word, call.name);
      else call.execute(word, `${call.name} opens ${shown(word)}.`);
    }
    return undefined;
  }),
  ...all('pbcopy xclip xsel wl-copy clip', pure),
  ...all('pbpaste wl-paste', (call) => {
    call.effects.add(
      'secret.read',
      'resource:clipboard',
      `${call.name} shows what was copied, which may be anything.`,
    );
    return undefined;
  }),
  ...all('osascript', (call) => {
    call.effects.execute(null, `osascript runs ${call.args.map(shown).join(' ')}.`);
    return undefined;
  }),
  ...all('logrotate logger', (call) => {
    call.effects.add(
      'system.change',
      `resource:command/${call.name}`,
      `${call.name} writes logs of the machine.`,
    );
    return undefined;
  }),
};
