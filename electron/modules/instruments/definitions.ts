import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import { compareNames } from '../../../shared/kernel/compare-names.ts';
import type { DefinitionSummary } from '../../../shared/modules/instruments/contract.ts';

type LinkKind = DefinitionSummary['linkKinds'][number];

/** Any line can also come through a device server, be replayed, or be missing altogether. */
const everywhere: readonly LinkKind[] = ['tcp-client', 'tcp-server', 'replay', 'none'];

/** What comes as files or by hand has no line that could come another way. */
const otherWays = ({ conversation }: InstrumentDefinition): readonly LinkKind[] =>
  conversation === 'files' || conversation === 'none' ? ['none'] : everywhere;

/** A definition as the chooser lists it. `carries` are keys of the module's words. */
export function summarizeDefinition(definition: InstrumentDefinition): DefinitionSummary {
  const { links } = definition;
  const serial = links.find((link) => link.kind === 'serial');
  const tcp = links.find((link) => link.kind === 'tcp-client' || link.kind === 'tcp-server');
  return {
    key: definition.key,
    dialectOf: definition.dialectOf,
    formatName: definition.formatName,
    version: definition.version,
    hash: definition.stamp.hash,
    maker: definition.maker,
    model: definition.model,
    instrumentClass: definition.instrumentClass,
    searchWords: definition.searchWords,
    linkKinds: [...new Set<LinkKind>([...links.map((link) => link.kind), ...otherWays(definition)])],
    serialDefaults: serial?.settings ?? null,
    tcpPortDefault: tcp?.port ?? null,
    defaultsAreUncertain: links.some((link) => link.confidence !== 'confirmed'),
    conversation: definition.conversation,
    carries: definition.carries.map((thing) => `instruments.carries.${thing}`),
    errorBookIsEmpty: definition.errorBook.entries.length === 0,
    origin: definition.origin,
  };
}

/** What can be said of a definition that is gone: its key. The bytes of its instruments are kept all the same. */
export function missingDefinition(key: string): DefinitionSummary {
  return {
    key,
    dialectOf: null,
    formatName: '',
    version: '',
    hash: '',
    maker: '',
    model: key,
    instrumentClass: '',
    searchWords: [],
    linkKinds: ['serial', ...everywhere],
    serialDefaults: null,
    tcpPortDefault: null,
    defaultsAreUncertain: true,
    conversation: 'none',
    carries: [],
    errorBookIsEmpty: true,
    origin: 'lab',
  };
}

/** Definitions that hold every word of the search in maker, model, class or their other names; by maker and model. */
export function searchDefinitions(
  definitions: readonly InstrumentDefinition[],
  search: string,
): InstrumentDefinition[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return definitions
    .filter(({ maker, model, key, instrumentClass, searchWords }) => {
      const text = [maker, model, key, instrumentClass, ...searchWords].join(' ').toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => compareNames(a.maker, b.maker) || compareNames(a.model, b.model));
}
