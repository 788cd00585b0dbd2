import { useQuery } from '@tanstack/react-query';
import { useApi } from '../data/data-layer.tsx';

/** What kind of instrument a definition is for (`microscope`, `hematology`); empty while it is read or where nobody knows it. */
export function useInstrumentClass(definitionKey: string | undefined): string {
  const definitions = useQuery(useApi().instruments.definitions.queryOptions({ input: { search: '' } }));
  return definitions.data?.find(({ key }) => key === definitionKey)?.instrumentClass ?? '';
}

/** Keys of the definitions of one kind of instrument (`balance`); empty while they are read. */
export function useKeysOfClass(instrumentClass: string): ReadonlySet<string> {
  const definitions = useQuery(useApi().instruments.definitions.queryOptions({ input: { search: '' } }));
  const ofClass = (definitions.data ?? []).filter((definition) => definition.instrumentClass === instrumentClass);
  return new Set(ofClass.map(({ key }) => key));
}
