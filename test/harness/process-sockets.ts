import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process and everything it has started (Linux). */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The second field is a name in brackets that may hold anything; the parent is two fields after it.
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // gone meanwhile
    }
  }
  const tree = [root];
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

function socketInodes(pid: number): Set<string> {
  const inodes = new Set<string>();
  try {
    for (const fd of readdirSync(`/proc/${pid}/fd`)) {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined) inodes.add(inode);
    }
  } catch {
    // gone meanwhile
  }
  return inodes;
}

const isLoopback = (address: string): boolean => /^0100007F$|^0{31}1$|^0{16}FFFF00000100007F$/i.test(address);

/**
 * Internet sockets of a process tree that reach, or could be reached from, beyond this computer: every TCP or UDP socket
 * whose own or other end is not on loopback, one line each. Linux only.
 */
export function foreignSockets(root: number): string[] {
  const own = new Set(processTree(root).flatMap((pid) => [...socketInodes(pid)]));
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => own.has(fields[9] ?? ''))
      .filter(([, local = '', remote = '']) => {
        const isUnconnected = /^0+:0+$/.test(remote);
        return !isLoopback(local.split(':')[0] ?? '') || !(isUnconnected || isLoopback(remote.split(':')[0] ?? ''));
      })
      .map(([, local, remote]) => `${kind} ${local} -> ${remote}`),
  );
}
