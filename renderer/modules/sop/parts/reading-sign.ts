import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useVersionLines } from './version-sign-sheets.tsx';

/** "I have read and understood this version", signed over exactly its words. */
export function useSignReading() {
  const { t } = useTranslation('sop');
  const signedAct = useSignedAct();
  const lines = useVersionLines();
  const mutation = useMutation(useApi().sop.readings.sign.mutationOptions());
  const sign = async (version: VersionDetail): Promise<boolean> => {
    const { sopId, versionId } = version;
    const done = await signedAct({
      needsSignature: true,
      title: t('version.readTitle'),
      lines: [...lines(version), { label: t('version.readLabel'), value: t('version.readStatement') }],
      meaning: 'performed',
      act: (signing) => mutation.mutateAsync({ sopId, versionId, signing }),
    });
    return done !== null;
  };
  return { sign, mutation };
}
