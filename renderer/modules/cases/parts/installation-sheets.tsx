import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type InstallationPhase, installationPhase } from '../../../../shared/modules/cases/terms.ts';
import { InstrumentField } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface InstallationSheetProps {
  readonly installationId: string;
  readonly onClose: () => void;
}

/** A line of the lab's own. */
export function AddItemSheet({ installationId, onClose }: InstallationSheetProps) {
  const { t } = useTranslation('installations');
  const [text, setText] = useState('');
  const [phase, setPhase] = useState<InstallationPhase>('verify');
  const [gate, setGate] = useState<'yes' | 'no'>('no');
  const [source, setSource] = useState('');
  const [reason, setReason] = useState('');
  const add = useMutation(useApi().cases.installations.addItem.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('addItem.title')}
      saveLabel={t('addItem.save')}
      canSave={text.trim() !== ''}
      mutation={add}
      onClose={onClose}
      onSave={() => add.mutate({ installationId, phase, text, isGate: gate === 'yes', source, reason })}
    >
      <TextField label={t('addItem.text')} value={text} onChange={setText} isRequired autoFocus maxLength={400} />
      <ChoiceField
        label={t('addItem.phase')}
        layout="row"
        value={phase}
        onChange={setPhase}
        choices={installationPhase.options.map((value) => ({ value, label: t(`phase.${value}`) }))}
      />
      <ChoiceField
        label={t('addItem.isGate')}
        description={t('gateMore')}
        layout="row"
        value={gate}
        onChange={setGate}
        choices={[
          { value: 'no', label: t('addItem.gateNo') },
          { value: 'yes', label: t('addItem.gateYes') },
        ]}
      />
      <TextField label={t('addItem.source')} value={source} onChange={setSource} maxLength={200} />
      <TextField label={t('addItem.reason')} value={reason} onChange={setReason} maxLength={500} />
    </FormSheet>
  );
}

export function NameInstrumentSheet({ installationId, onClose }: InstallationSheetProps) {
  const { t } = useTranslation('installations');
  const [instrumentId, setInstrumentId] = useState<string | null>(null);
  const name = useMutation(useApi().cases.installations.nameInstrument.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('nameInstrument.title')}
      saveLabel={t('nameInstrument.save')}
      canSave={instrumentId !== null}
      mutation={name}
      onClose={onClose}
      onSave={() => instrumentId !== null && name.mutate({ installationId, instrumentId })}
    >
      <InstrumentField value={instrumentId} onChange={setInstrumentId} autoFocus />
    </FormSheet>
  );
}

export function CancelInstallationSheet({ installationId, onClose }: InstallationSheetProps) {
  const { t } = useTranslation('installations');
  const [reason, setReason] = useState('');
  const cancel = useMutation(useApi().cases.installations.cancel.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('cancel.title')}
      saveLabel={t('cancel.save')}
      canSave={reason.trim() !== ''}
      mutation={cancel}
      onClose={onClose}
      onSave={() => cancel.mutate({ installationId, reason })}
    >
      <TextField label={t('cancel.why')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}
