import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseAction, CaseDetail } from '../../../../shared/modules/cases/case-contract.ts';
import {
  causeMethod,
  type NceCategory,
  type NceSeverity,
  nceCategory,
  nceSeverity,
} from '../../../../shared/modules/cases/terms.ts';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { EndSheet } from './end-sheet.tsx';
import { EvidenceField, type ShownEvidence } from './evidence-field.tsx';

interface CaseSheetProps {
  readonly of: CaseDetail;
  readonly onClose: () => void;
}

/** Says that work or a result did not conform: where, how gravely, and what was done at once. */
export function DeclareSheet({ of, onClose }: CaseSheetProps) {
  const { t } = useTranslation('cases');
  const before = of.nonconformity;
  const [category, setCategory] = useState<NceCategory>(before?.category ?? 'analytical');
  const [severity, setSeverity] = useState<NceSeverity | null>(before?.severity ?? null);
  const [whatHappened, setWhatHappened] = useState(before?.whatHappened ?? of.description);
  const [immediateAction, setImmediateAction] = useState(before?.immediateAction ?? '');
  const [suspectedCause, setSuspectedCause] = useState(before?.suspectedCause ?? '');
  const [reason, setReason] = useState('');
  const declare = useMutation(useApi().cases.declareNonconformity.mutationOptions({ onSuccess: onClose }));
  const isSound = severity !== null && whatHappened.trim() !== '' && (before === null || reason.trim() !== '');
  return (
    <FormSheet
      title={before === null ? t('nce.declare') : t('nce.change')}
      saveLabel={t('nce.save')}
      canSave={isSound}
      hasLongText
      mutation={declare}
      onClose={onClose}
      onSave={() =>
        severity !== null &&
        declare.mutate({ caseId: of.id, category, severity, whatHappened, immediateAction, suspectedCause, reason })
      }
    >
      <SelectField
        label={t('nce.category')}
        value={category}
        onChange={setCategory}
        autoFocus
        options={nceCategory.options.map((value) => ({ value, label: t(`nce.categories.${value}`) }))}
      />
      <ChoiceField
        label={t('nce.severity')}
        value={severity}
        onChange={setSeverity}
        choices={nceSeverity.options.map((value) => ({
          value,
          label: t(`nce.severities.${value}`),
          detail: t(`nce.severityMore.${value}`),
        }))}
      />
      <TextField
        label={t('nce.whatHappened')}
        value={whatHappened}
        onChange={setWhatHappened}
        isRequired
        isLong
        maxLength={4000}
      />
      <TextField
        label={t('nce.immediateAction')}
        value={immediateAction}
        onChange={setImmediateAction}
        isLong
        maxLength={4000}
      />
      <TextField
        label={t('nce.suspectedCause')}
        value={suspectedCause}
        onChange={setSuspectedCause}
        isLong
        maxLength={2000}
      />
      {before !== null && (
        <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
      )}
    </FormSheet>
  );
}

/** The cause that was found. It begins empty: what is suspected is shown beside it and never taken for it. */
export function CauseSheet({ of, onClose }: CaseSheetProps) {
  const { t } = useTranslation('cases');
  const suspected = of.nonconformity?.suspectedCause ?? '';
  const [method, setMethod] = useState<(typeof causeMethod.options)[number]>('five-whys');
  const [cause, setCause] = useState('');
  const [held, setHeld] = useState<'yes' | 'no' | null>(null);
  const [pieces, setPieces] = useState<readonly ShownEvidence[]>([]);
  const investigate = useMutation(useApi().cases.investigateCause.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('nce.cause.title')}
      saveLabel={t('nce.cause.save')}
      canSave={cause.trim() !== '' && (suspected === '' || held !== null)}
      hasLongText
      mutation={investigate}
      onClose={onClose}
      onSave={() =>
        investigate.mutate({
          caseId: of.id,
          method,
          cause,
          suspicionHeld: held === null ? null : held === 'yes',
          evidence: pieces.map(({ given }) => given),
        })
      }
    >
      <TextField
        label={t('nce.cause.cause')}
        value={cause}
        onChange={setCause}
        isRequired
        autoFocus
        isLong
        maxLength={4000}
      />
      <SelectField
        label={t('nce.cause.method')}
        value={method}
        onChange={setMethod}
        options={causeMethod.options.map((value) => ({ value, label: t(`nce.cause.methods.${value}`) }))}
      />
      {suspected !== '' && (
        <ChoiceField
          label={t('nce.cause.held')}
          description={t('nce.cause.suspicion', { cause: suspected })}
          layout="row"
          value={held}
          onChange={setHeld}
          choices={[
            { value: 'yes', label: t('yesNo.yes') },
            { value: 'no', label: t('yesNo.no') },
          ]}
        />
      )}
      <EvidenceField caseId={of.id} pieces={pieces} onChange={setPieces} />
    </FormSheet>
  );
}

export function ActionSheet({ of, onClose }: CaseSheetProps) {
  const { t } = useTranslation('cases');
  const [kind, setKind] = useState<CaseAction['kind']>('corrective');
  const [text, setText] = useState('');
  const [owner, setOwner] = useState('');
  const [dueOn, setDueOn] = useState('');
  const plan = useMutation(useApi().cases.planAction.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('nce.action.plan')}
      saveLabel={t('nce.action.save')}
      canSave={text.trim() !== '' && isDayOrEmpty(dueOn)}
      mutation={plan}
      onClose={onClose}
      onSave={() => plan.mutate({ caseId: of.id, kind, text, owner, dueOn: dueOn.trim() || null })}
    >
      <TextField label={t('nce.action.text')} value={text} onChange={setText} isRequired autoFocus maxLength={2000} />
      <ChoiceField
        label={t('nce.action.kind')}
        value={kind}
        onChange={setKind}
        choices={(['corrective', 'preventive'] as const).map((value) => ({
          value,
          label: t(`nce.action.kinds.${value}`),
        }))}
      />
      <TextField label={t('nce.action.owner')} value={owner} onChange={setOwner} maxLength={200} />
      <DayField label={t('nce.action.dueOn')} value={dueOn} onChange={setDueOn} />
    </FormSheet>
  );
}

interface EndActionSheetProps {
  readonly caseId: string;
  readonly action: CaseAction;
  readonly onClose: () => void;
}

export function EndActionSheet({ caseId, action, onClose }: EndActionSheetProps) {
  const { t } = useTranslation('cases');
  const end = useMutation(useApi().cases.endAction.mutationOptions({ onSuccess: onClose }));
  return (
    <EndSheet
      title={t('nce.action.end')}
      what={action.text}
      asksWhat
      mutation={end}
      onClose={onClose}
      onSave={(how) => end.mutate({ caseId, actionId: action.id, ...how })}
    />
  );
}
