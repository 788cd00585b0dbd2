import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Target, targets } from '../../../../shared/modules/microscopy/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useReadCountsAgain } from './use-read-counts-again.ts';

interface StartSheetProps {
  readonly instrumentId: string;
  readonly onClose: () => void;
}

/** Which slide, and how many cells. A scanned label ends with Enter and begins at once. */
export function StartSheet({ instrumentId, onClose }: StartSheetProps) {
  const { t } = useTranslation('microscopy');
  const navigate = useNavigate();
  const readAgain = useReadCountsAgain();
  const [requestId] = useState(() => crypto.randomUUID());
  const [slideLabel, setSlideLabel] = useState('');
  const [target, setTarget] = useState<Target>(100);
  const open = useMutation(
    useApi().microscopy.counts.open.mutationOptions({
      onSuccess: async ({ countId }) => {
        await readAgain();
        await navigate({ to: '/differentials/$countId/count', params: { countId } });
      },
    }),
  );
  return (
    <FormSheet
      title={t('start.title')}
      saveLabel={t('start.save')}
      canSave={slideLabel.trim() !== ''}
      mutation={open}
      onClose={onClose}
      onSave={() => open.mutate({ requestId, instrumentId, slideLabel: slideLabel.trim(), target })}
    >
      <TextField
        label={t('start.slide')}
        description={t('start.slideMore')}
        value={slideLabel}
        onChange={setSlideLabel}
        isRequired
        isMono
        autoFocus
        maxLength={60}
      />
      <ChoiceField
        label={t('start.target')}
        layout="row"
        value={String(target)}
        onChange={(value) => setTarget(Number(value) as Target)}
        choices={targets.map((each) => ({ value: String(each), label: t('start.cells', { count: each }) }))}
      />
    </FormSheet>
  );
}
