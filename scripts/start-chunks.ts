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
 * Puts what a start loads into few files: each file is opened, read and proved (or served to the page) by itself, and there are
 * dozens of them else. Each part gets one, and what several parts load at once gets one more.
 *
 * @param parts ids of the modules each part loads first
 * @param apart ids of the modules of threads: what a thread needs too stays where the bundler puts it, or it would load a part
 * @returns names the bundler's chunk for a module, or leaves it to the bundler (null)
 */
export function startChunks(parts: Readonly<Record<string, readonly string[]>>, apart: readonly string[] = []) {
  let sets: { name: string; ids: ReadonlySet<string> }[] | null = null;
  let left: ReadonlySet<string> = new Set();
  return (id: string, graph: Graph): string | null => {
    if (sets === null) {
      sets = Object.entries(parts).map(([name, roots]) => ({ name, ids: loadedWith(graph, roots) }));
      left = loadedWith(graph, apart);
    }
    if (left.has(id)) return null;
    const [first, ...more] = sets.filter(({ ids }) => ids.has(id));
    return first === undefined ? null : more.length === 0 ? `start-${first.name}` : 'start-base';
  };
}
