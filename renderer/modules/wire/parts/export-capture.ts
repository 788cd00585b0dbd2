import { useMutation } from '@tanstack/react-query';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';

/** Asks where to, then writes a masked capture of everything that is kept of this instrument's line. */
export function useExportCapture(instrumentId: string, name: string) {
  const write = useMutation(useApi().wire.exportCapture.mutationOptions());
  const start = async () => {
    const chosen = await getBridge()?.chooseFileToSave('capture', `${name.replaceAll(/[^\w-]+/g, '-')}.jsonl`);
    if (chosen != null) {
      const { grant } = chosen;
      write.mutate({ instrumentId, from: new Date(0).toISOString(), to: new Date().toISOString(), grant });
    }
  };
  return { write, start, canStart: getBridge() !== null };
}
