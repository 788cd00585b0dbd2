import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SopContent } from '../../../../shared/modules/sop/terms.ts';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface SendSheetProps {
  readonly version: VersionDetail;
  readonly content: SopContent;
  /** The words this work began from. */
  readonly base: string;
  readonly onWritten: (hash: string) => void;
  readonly onClose: () => void;
  readonly onSent: () => void;
}

/** Writes the draft down and sends it for review; from then on its words stand still. */
export function SendSheet({ version, content, base, onWritten, onClose, onSent }: SendSheetProps) {
  const { t } = useTranslation('sop');
  const [note, setNote] = useState('');
  const { sopId, versionId } = version;
  const api = useApi().sop.versions;
  const write = useMutation(api.write.mutationOptions());
  const submit = useMutation(api.submit.mutationOptions());
  const send = async () => {
    if (write.data === undefined) {
      const written = await write.mutateAsync({ sopId, versionId, content, reason: note, expectedHash: base });
      onWritten(written.writtenHash);
    }
    await submit.mutateAsync({ sopId, versionId, note, signing: null });
    onSent();
  };
  return (
    <FormSheet
      title={t('version.sendTitle')}
      saveLabel={t('editor.send')}
      canSave
      onSave={() => void send().catch(() => undefined)}
      onClose={onClose}
      mutation={{ error: write.error ?? submit.error, isPending: write.isPending || submit.isPending }}
    >
      <p>{t('version.sendMore')}</p>
      <TextField
        label={version.number === 1 ? t('version.sendNote') : t('version.sendChanged')}
        value={note}
        onChange={setNote}
        maxLength={1000}
        autoFocus
      />
    </FormSheet>
  );
}
