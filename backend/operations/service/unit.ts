/** Where an installation is, and who runs it. All paths are absolute. */
export type Installation = {
  root: string;
  user: string;
  group: string;
  dataFolder: string;
  backupFolder: string;
};

export const serviceName = 'callback.service';

/** Returns the files for /etc/systemd/system by name. */
export function renderUnits(installation: Installation): Record<string, string> {
  return {
    [serviceName]: server(installation),
    'callback-backup.service': backup(installation),
    'callback-backup.timer': timer,
  };
}

function server(installation: Installation): string {
  return `[Unit]
Description=Callback platform
Wants=network-online.target
After=network-online.target

[Service]
Type=exec
ExecStart=:${command(installation, 'backend/start.js', '--max-semi-space-size=4')}
Restart=always
RestartSec=2
# The server needs ten seconds to end its work.
TimeoutStopSec=20
${hardening(installation)}
[Install]
WantedBy=multi-user.target
`;
}

function backup(installation: Installation): string {
  return `[Unit]
Description=Backup of the callback platform

[Service]
Type=oneshot
ExecStart=:${command(installation, 'backend/cli/backup.ts')} --kind automatic
Nice=10
IOSchedulingClass=idle
${hardening(installation)}`;
}

const timer = `[Unit]
Description=Daily backup of the callback platform

[Timer]
OnCalendar=*-*-* 03:17:00
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target
`;

/** Settings and data are read from the root; the code comes from the release that \`current\` names. */
function command({ root }: Installation, entry: string, option?: string): string {
  const release = `${root}/.releases/current`;
  const words = [
    `${release}/node_modules/.bin/node`,
    option,
    '--env-file-if-exists=.env',
    `${release}/${entry}`,
  ];
  return words.flatMap((word) => (word === undefined ? [] : [quote(word)])).join(' ');
}

/**
 * Takes every right that the process does not need: https://www.freedesktop.org/software/systemd/man/systemd.exec.html
 * V8 compiles at run time, so MemoryDenyWriteExecute is not possible.
 */
function hardening({ root, user, group, dataFolder, backupFolder }: Installation): string {
  const writable = [...new Set([dataFolder, backupFolder])];
  return `User=${user}
Group=${group}
WorkingDirectory=${escapePercent(root)}
UMask=0077
ProtectSystem=strict
ProtectHome=${[root, ...writable].some(isHome) ? 'read-only' : 'yes'}
ReadWritePaths=${writable.map(quote).join(' ')}
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
PrivateTmp=yes
PrivateDevices=yes
PrivateIPC=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
RemoveIPC=yes
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
SystemCallErrorNumber=EPERM
KeyringMode=private
`;
}

function isHome(path: string): boolean {
  return /^\/(?:home|root|run\/user)(?:\/|$)/.test(path);
}

/** A percent sign begins a specifier of systemd. */
function escapePercent(path: string): string {
  return path.replaceAll('%', '%%');
}

function quote(word: string): string {
  const escaped = escapePercent(word).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return /[\s"'\\;]/.test(word) ? `"${escaped}"` : escaped;
}
