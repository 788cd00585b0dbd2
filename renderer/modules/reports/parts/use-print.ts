import { useMutation } from '@tanstack/react-query';
import type { PreparedReport } from '../../../../shared/modules/reports/contract.ts';
import { getBridge } from '../../../data/bridge.ts';
import { useClient } from '../../../data/data-layer.tsx';

/** A name for a file: what the report is called, without what file systems refuse. */
export function fileNameOf(title: string, ending: string): string {
  const name = title
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${name.slice(0, 120) || 'report'}.${ending}`;
}

/**
 * Takes a prepared report off the bench. A short one is set by the window as it is shown, a long one by the host; in both
 * cases the host writes the file and the record of it.
 */
export function usePrint() {
  const client = useClient();
  const save = useMutation({
    mutationFn: async ({ preparationId, preview, route }: PreparedReport) => {
      const bridge = getBridge();
      const chosen = (await bridge?.chooseFileToSave('report', fileNameOf(preview.title, 'pdf'))) ?? null;
      if (bridge === null || chosen === null) {
        return null;
      }
      const parcel = route === 'page' ? await bridge.setPages() : null;
      return client.reports.save({ preparationId, grant: chosen.grant, parcel });
    },
  });
  const print = useMutation({
    mutationFn: async ({ preparationId }: PreparedReport) => {
      await client.reports.print({ preparationId });
      return { isPrinted: (await getBridge()?.printPages()) ?? false };
    },
  });
  return { save, print, canPrint: getBridge() !== null };
}
