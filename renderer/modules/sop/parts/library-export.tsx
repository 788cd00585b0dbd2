import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getBridge } from '../../../data/bridge.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatBytes } from '../../../i18n/time.ts';

/** Writes procedures into one file that a person chose; `told` says what was written. */
export function useExportSops() {
  const { t } = useTranslation('sop');
  const mutation = useMutation(useApi().sop.files.export.mutationOptions());
  const [told, setTold] = useState<ReactNode>(null);
  const start = async (sopIds: string[], name: string) => {
    const fileName = `${name.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'procedures'}.benchside`;
    const chosen = await getBridge()?.chooseFileToSave('sops', fileName);
    if (chosen != null) {
      mutation.mutate(
        { grant: chosen.grant, sopIds },
        {
          onSuccess: ({ sopCount, byteCount }) =>
            setTold(<span role="status">{t('page.exported', { count: sopCount, size: formatBytes(byteCount) })}</span>),
        },
      );
    }
  };
  return { start, mutation, told, canStart: getBridge() !== null };
}
