import { useTranslation } from 'react-i18next';
import {
  hazardKind,
  type PlainStep,
  type Step,
  scanSubject,
  signatureMeaning,
  wireSource,
} from '../../../../shared/modules/sop/terms.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './editor.module.css';
import { BranchFields } from './editor-branch-fields.tsx';
import { ChoiceLines } from './editor-choice-lines.tsx';
import { DrivesFields } from './editor-drives-fields.tsx';
import { DecimalField, LimitFields, SpanField } from './editor-number-fields.tsx';
import { RepeatFields } from './editor-repeat-fields.tsx';
import { YesNo } from './editor-yes-no.tsx';

interface KindFieldsProps {
  readonly step: Step | PlainStep;
  readonly steps: readonly Step[];
  readonly onChange: (step: Step | PlainStep) => void;
}

/** What only this kind of step has. */
export function KindFields({ step, steps, onChange }: KindFieldsProps) {
  const { t } = useTranslation('sop');
  switch (step.kind) {
    case 'confirm':
    case 'photo':
      return null;
    case 'number':
      return (
        <>
          <LimitFields value={step} onChange={(change) => onChange({ ...step, ...change })} />
          <DecimalField
            label={t('editor.prescribed')}
            description={t('editor.prescribedHint')}
            value={step.prescribed}
            onChange={(prescribed) => onChange({ ...step, prescribed })}
          />
          <DrivesFields drives={step.drives} onChange={(drives) => onChange({ ...step, drives })} />
        </>
      );
    case 'reading':
      return (
        <>
          <SelectField
            label={t('editor.wireKind')}
            value={step.wire.kind}
            options={wireSource.shape.kind.options.map((value) => ({ value, label: t(`editor.wire.${value}`) }))}
            onChange={(kind) => onChange({ ...step, wire: { ...step.wire, kind } })}
          />
          <TextField
            label={t('editor.wireTest')}
            value={step.wire.test}
            onChange={(test) => onChange({ ...step, wire: { ...step.wire, test } })}
            maxLength={200}
            isMono
          />
          <LimitFields value={step} onChange={(change) => onChange({ ...step, ...change })} />
        </>
      );
    case 'text':
      return (
        <YesNo label={t('editor.isLong')} value={step.isLong} onChange={(isLong) => onChange({ ...step, isLong })} />
      );
    case 'choice':
      return <ChoiceLines step={step} onChange={onChange} />;
    case 'scan':
      return (
        <>
          <SelectField
            label={t('editor.scanWhat')}
            value={step.what}
            options={scanSubject.options.map((value) => ({ value, label: t(`editor.scan.${value}`) }))}
            onChange={(what) => onChange({ ...step, what })}
            {...(step.what === 'specimen' ? { description: t('editor.specimen') } : {})}
          />
          <TextField
            label={t('editor.expects')}
            value={step.expects}
            onChange={(expects) => onChange({ ...step, expects })}
            maxLength={200}
            isMono
          />
        </>
      );
    case 'timer':
      return (
        <div className={styles.pair}>
          <SpanField
            label={t('editor.least')}
            value={step.leastSeconds}
            onChange={(leastSeconds) => onChange({ ...step, leastSeconds })}
          />
          <SpanField
            label={t('editor.most')}
            value={step.mostSeconds}
            onChange={(mostSeconds) => onChange({ ...step, mostSeconds })}
          />
        </div>
      );
    case 'signature':
      return (
        <>
          <ChoiceField
            label={t('editor.meaning')}
            layout="row"
            value={step.meaning}
            choices={signatureMeaning.options.map((value) => ({ value, label: t(`editor.meanings.${value}`) }))}
            onChange={(meaning) => onChange({ ...step, meaning })}
          />
          <YesNo
            label={t('editor.isOtherPerson')}
            value={step.isOtherPerson}
            onChange={(isOtherPerson) => onChange({ ...step, isOtherPerson })}
          />
        </>
      );
    case 'hazard':
      return (
        <CheckField
          label={t('editor.hazards')}
          values={step.hazards}
          choices={hazardKind.options.map((value) => ({ value, label: t(`editor.hazard.${value}`) }))}
          onChange={(hazards) => onChange({ ...step, hazards })}
        />
      );
    case 'branch':
      return <BranchFields step={step} steps={steps} onChange={onChange} />;
    case 'repeat':
      return <RepeatFields step={step} onChange={onChange} />;
  }
}
