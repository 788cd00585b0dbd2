import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DefinitionSummary } from '../../../../shared/modules/instruments/contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { type AddDraft, type LinkProblem, readLink, startDraft } from '../parts/add-draft.ts';
import { Listen } from '../parts/add-listen-step.tsx';
import { AddModelStep } from '../parts/add-model-step.tsx';
import { AddPortStep } from '../parts/add-port-step.tsx';
import styles from '../parts/add-steps.module.css';
import { FindStep } from '../parts/find-step.tsx';

type Step = 'model' | 'find' | 'port' | 'listen';
/** Finding out is another way of choosing the model. */
const steps = ['model', 'port', 'listen'] as const;

/** Minutes of silence that mean something, until the lab sets its own in Set-up. */
const SILENCE_MINUTES = 30;

/** Add an instrument: its model, its port, and whether it talks. By keyboard alone as well as by hand. */
export function AddScreen() {
  const { t } = useTranslation('addInstrument');
  const { t: tBench } = useTranslation('bench');
  const { t: tUi } = useTranslation('ui');
  const { t: tFind } = useTranslation('findOut');
  const router = useRouter();
  const add = useMutation(useApi().instruments.add.mutationOptions());
  const [step, setStep] = useState<Step>('model');
  const [draft, setDraft] = useState<AddDraft | null>(null);
  const [problem, setProblem] = useState<LinkProblem | null>(null);
  const [isNameMissing, setNameMissing] = useState(false);
  const change = (changes: Partial<AddDraft>) => {
    setProblem(null);
    setDraft((held) => (held === null ? held : { ...held, ...changes }));
  };
  const chooseModel = (definition: DefinitionSummary) => {
    setDraft((held) => (held?.definition.key === definition.key ? held : startDraft(definition)));
    setStep('port');
  };
  const definitions = useQuery(useApi().instruments.definitions.queryOptions({ input: { search: '' } }));
  const takeFound = (definitionKey: string, found: Partial<AddDraft>) => {
    const definition = definitions.data?.find(({ key }) => key === definitionKey);
    if (definition === undefined) {
      return;
    }
    setDraft({ ...startDraft(definition), ...found });
    setStep('listen');
  };
  const described = draft === null ? null : readLink(draft);
  const goToListen = () => {
    if (described !== null && 'problem' in described) {
      setProblem(described.problem);
      return;
    }
    setStep('listen');
  };
  const save = () => {
    if (draft === null || described === null || !('link' in described)) {
      return;
    }
    if (draft.name.trim() === '') {
      setNameMissing(true);
      return;
    }
    add.mutate(
      {
        definitionKey: draft.definition.key,
        name: draft.name,
        serialNumber: draft.serialNumber,
        assetNumber: '',
        place: draft.place,
        firmware: '',
        notes: '',
        link: described.link,
        silenceMinutes: SILENCE_MINUTES,
      },
      {
        onSuccess: ({ instrumentId }) =>
          void router.navigate({ to: '/instruments/$id/now', params: { id: instrumentId } }),
      },
    );
  };
  const primary: Action | undefined =
    step === 'model' || step === 'find'
      ? draft === null || step === 'find'
        ? undefined
        : { label: t('model.next'), onPress: () => setStep('port') }
      : step === 'port'
        ? { label: t(draft?.kind === 'none' ? 'port.nextNoWire' : 'port.next'), onPress: goToListen }
        : { label: t('listen.add'), onPress: save, isPending: add.isPending };
  const back: Action | undefined =
    step === 'model'
      ? undefined
      : { label: tUi('back'), icon: 'back', onPress: () => setStep(step === 'listen' ? 'port' : 'model') };
  return (
    <Screen
      title={t('title')}
      crumbs={[{ label: tBench('title'), to: '/bench' }]}
      actions={{
        secondary: [
          { label: tUi('cancel'), look: 'quiet', onPress: () => void router.navigate({ to: '/bench' }) },
          ...(back === undefined ? [] : [back]),
        ],
        ...(primary === undefined ? {} : { primary }),
      }}
    >
      <StepLine step={step} draft={draft} />
      <div className={styles.step} key={step}>
        <h2>{step === 'find' ? tFind('title') : t(`${step}.heading`)}</h2>
        {step === 'model' && (
          <>
            <AddModelStep chosen={draft?.definition ?? null} onChoose={chooseModel} />
            <div>
              <Button onPress={() => setStep('find')}>{tFind('open')}</Button>
            </div>
          </>
        )}
        {step === 'find' && <FindStep onFound={takeFound} />}
        {step === 'port' && draft !== null && <AddPortStep draft={draft} onChange={change} problem={problem} isStep />}
        {step === 'listen' && draft !== null && described !== null && 'link' in described && (
          <div className={styles.listenGrid}>
            <NameFields draft={draft} onChange={change} isNameMissing={isNameMissing} />
            {described.link.kind !== 'none' && (
              <Listen
                draft={draft}
                link={described.link}
                onTry={(settings) =>
                  change({ serial: { ...draft.serial, ...(settings as Partial<AddDraft['serial']>) } })
                }
                onIdentity={(identity) =>
                  setDraft((held) =>
                    held === null || held.serialNumber !== '' ? held : { ...held, serialNumber: identity.serialNumber },
                  )
                }
              />
            )}
          </div>
        )}
        <MutationError mutation={add} />
      </div>
    </Screen>
  );
}

interface NameFieldsProps {
  readonly draft: AddDraft;
  readonly onChange: (change: Partial<AddDraft>) => void;
  readonly isNameMissing: boolean;
}

function NameFields({ draft, onChange, isNameMissing }: NameFieldsProps) {
  const { t } = useTranslation('addInstrument');
  return (
    <div className={styles.names}>
      <h3>{t('listen.nameHeading')}</h3>
      <TextField
        label={t('listen.name')}
        value={draft.name}
        onChange={(name) => onChange({ name })}
        placeholder={t('listen.nameExample')}
        maxLength={80}
        isRequired
        autoFocus
        error={isNameMissing && draft.name.trim() === '' ? t('listen.nameMissing') : undefined}
      />
      <TextField
        label={t('listen.serialNumber')}
        value={draft.serialNumber}
        onChange={(serialNumber) => onChange({ serialNumber })}
        maxLength={80}
        isMono
      />
      <TextField
        label={t('listen.place')}
        value={draft.place}
        onChange={(place) => onChange({ place })}
        placeholder={t('listen.placeExample')}
        maxLength={120}
      />
    </div>
  );
}

function StepLine({ step, draft }: { readonly step: Step; readonly draft: AddDraft | null }) {
  const { t } = useTranslation('addInstrument');
  const at = step === 'find' ? 0 : steps.indexOf(step);
  return (
    <ol className={styles.stepLine} aria-label={t('steps.label')}>
      {steps.map((name, index) => (
        <li key={name} className={styles.stepName} aria-current={index === at ? 'step' : undefined}>
          <span className={styles.stepNumber}>
            {index < at ? <Icon name="check" label={t('steps.done')} /> : index + 1}
          </span>
          <span>
            {t(`steps.${name}`)}
            {name === 'model' && index < at && draft !== null && (
              <span className={styles.detail}> {draft.definition.model}</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
