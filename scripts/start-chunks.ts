/** What the bundler tells of one module. */
interface ModuleFacts {
  readonly importedIds: readonly string[];
}
interface Graph {
  getModuleInfo(id: string): ModuleFacts | null;
}

/** Everything a module loads at once, itself too: what is imported when it is first asked does not count. */
function loadedWith(graph: Graph, roots: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}

/**
 * Puts what a start loads into few files: each file is opened, read and proved by itself, and there are some sixty of them
 * else. What the host loads goes into one, what main's window code loads too into another; what a thread of its own needs as
 * well stays where the bundler puts it, or the thread would load a host.
 *
 * @param roots ids of the modules that host, main and threads load first
 * @returns names the bundler's chunk for a module, or leaves it to the bundler (null)
 */
export function startChunks(roots: { host: string[]; main: string[]; threads: string[] }) {
  let parts: { host: ReadonlySet<string>; main: ReadonlySet<string>; threads: ReadonlySet<string> } | null = null;
  return (id: string, graph: Graph): string | null => {
    parts ??= {
      host: loadedWith(graph, roots.host),
      main: loadedWith(graph, roots.main),
      threads: loadedWith(graph, roots.threads),
    };
    if (!parts.host.has(id) || parts.threads.has(id)) return null;
    return parts.main.has(id) ? 'start-base' : 'start-host';
  };
}
