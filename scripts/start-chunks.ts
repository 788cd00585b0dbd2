/** What the bundler tells of one module. */
interface ModuleFacts {
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}
interface Graph {
  getModuleInfo(id: string): ModuleFacts | null;
}

/** All modules that can be reached from `roots`, themselves too, by the imports that `next` names. */
function reached(graph: Graph, roots: readonly string[], next: (facts: ModuleFacts) => readonly string[]) {
  const found = new Set<string>();
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    const facts = graph.getModuleInfo(id);
    if (facts !== null) open.push(...next(facts));
  }
  return found;
}

/** What is loaded at once: what is imported when it is first asked does not count. */
const atOnce = ({ importedIds }: ModuleFacts) => importedIds;
const everLoaded = (facts: ModuleFacts) => [...facts.importedIds, ...facts.dynamicallyImportedIds];

/**
 * Puts what a start loads into few files: each file is opened, read and proved (or served to the page) by itself, and there are
 * dozens of them else. Each part gets one, and what several parts load at once gets one more. What one part loads at once and
 * another one later stays where the bundler puts it: the other part would load, and run, the first one's file.
 *
 * @param parts ids of the modules each part loads first
 * @param apart ids of the modules of threads: what a thread needs too stays where the bundler puts it, or it would load a part
 * @returns names the bundler's chunk for a module, or leaves it to the bundler (null)
 */
export function startChunks(parts: Readonly<Record<string, readonly string[]>>, apart: readonly string[] = []) {
  let sets: { name: string; ids: ReadonlySet<string>; ever: ReadonlySet<string> }[] | null = null;
  let left: ReadonlySet<string> = new Set();
  return (id: string, graph: Graph): string | null => {
    if (sets === null) {
      sets = Object.entries(parts).map(([name, roots]) => ({
        name,
        ids: reached(graph, roots, atOnce),
        ever: reached(graph, roots, everLoaded),
      }));
      left = reached(graph, apart, atOnce);
    }
    if (left.has(id)) return null;
    const [first, ...more] = sets.filter(({ ids }) => ids.has(id));
    if (first === undefined) return null;
    if (more.length > 0) return 'start-base';
    return sets.some(({ ever }) => ever !== first.ever && ever.has(id)) ? null : `start-${first.name}`;
  };
}
