import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../../app/action-bar.tsx';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSession } from '../../../data/session.ts';
import { useSay } from '../../../i18n/say.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FileEncryption } from '../parts/file-encryption.tsx';
import { KeyTypedBack } from '../parts/key-typed-back.tsx';
import { initialsOf, signInNameOf } from '../parts/names.ts';
import { NewTwice } from '../parts/new-twice.tsx';
import styles from '../parts/owner-steps.module.css';

const steps = ['person', 'key', 'signature', 'done'] as const;
type Step = (typeof steps)[number];

/** The first account: who, the recovery key on paper, what a signature means, and whether the data file is encrypted. */
export function OwnerScreen() {
  const { t } = useTranslation('people');
  const { held } = useSession();
  const [made, setMade] = useState<Made | null>(null);
  const [step, setStep] = useState<Step>('person');
  if (made === null) {
    return held !== undefined && held.state !== 'no-owner' ? (
      <Screen title={t('owner.title')}>
        <EmptyState
          title={t('owner.exists')}
          action={
            <ButtonLink to="/people" look="primary">
              {t('owner.toPeople')}
            </ButtonLink>
          }
        >
          <p>{t('owner.existsMore')}</p>
        </EmptyState>
      </Screen>
    ) : (
      <WhoStep
        onMade={(account) => {
          setMade(account);
          setStep('key');
        }}
      />
    );
  }
  return <AfterSteps made={made} step={step} onStep={setStep} />;
}

interface Made {
  readonly recoveryKey: string;
}

function WhoStep({ onMade }: { readonly onMade: (made: Made) => void }) {
  const { t } = useTranslation('people');
  const router = useRouter();
  const api = useApi();
  const queries = useQueryClient();
  const [printedName, setPrintedName] = useState('');
  const [signInName, setSignInName] = useState<string | null>(null);
  const [initials, setInitials] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const name = signInName ?? signInNameOf(printedName);
  const short = initials ?? initialsOf(printedName);
  const make = useMutation(
    api.people.makeOwner.mutationOptions({
      onSuccess: async ({ recoveryKey }) => {
        onMade({ recoveryKey });
        await queries.invalidateQueries({ queryKey: api.people.state.queryKey() });
      },
    }),
  );
  const isReady = printedName.trim() !== '' && name !== '' && password !== '' && password === again;
  return (
    <Screen
      title={t('owner.title')}
      actions={{
        secondary: [
          { label: t('owner.person.later'), look: 'quiet', onPress: () => void router.navigate({ to: '/bench' }) },
        ],
        primary: {
          label: t('owner.person.make'),
          isDisabled: !isReady,
          isPending: make.isPending,
          onPress: () => make.mutate({ signInName: name, printedName, initials: short, password }),
        },
      }}
    >
      <StepLine step="person" />
      <div className={styles.step}>
        <h2>{t('owner.person.heading')}</h2>
        <p>{t('owner.person.more')}</p>
        <p className={styles.more}>{t('owner.person.after')}</p>
        <div className={styles.pairs}>
          <TextField
            label={t('owner.person.printedName')}
            placeholder={t('owner.person.printedNameExample')}
            value={printedName}
            onChange={setPrintedName}
            maxLength={120}
            isRequired
            autoFocus
          />
          <TextField
            label={t('owner.person.signInName')}
            description={t('owner.person.signInNameHint')}
            value={name}
            onChange={setSignInName}
            maxLength={60}
            isRequired
          />
          <TextField
            label={t('owner.person.initials')}
            description={t('owner.person.initialsHint')}
            value={short}
            onChange={setInitials}
            maxLength={6}
          />
          <NewTwice first={password} again={again} onFirst={setPassword} onAgain={setAgain} />
        </div>
        <MutationError mutation={make} />
      </div>
    </Screen>
  );
}

interface AfterStepsProps {
  readonly made: Made;
  readonly step: Step;
  readonly onStep: (step: Step) => void;
}

function AfterSteps({ made, step, onStep }: AfterStepsProps) {
  const { t } = useTranslation('people');
  const router = useRouter();
  const say = useSay();
  const [password, setPassword] = useState('');
  const statement = say('people.certification');
  const certify = useMutation(useApi().people.certify.mutationOptions({ onSuccess: () => onStep('done') }));
  const toBench = () => void router.navigate({ to: '/bench' });
  const actions: { readonly secondary?: readonly Action[]; readonly primary: Action } | null =
    step === 'signature'
      ? {
          secondary: [{ label: t('owner.signature.later'), look: 'quiet', onPress: () => onStep('done') }],
          primary: {
            label: t('owner.signature.certify'),
            isDisabled: password === '',
            isPending: certify.isPending,
            onPress: () => certify.mutate({ password, statement }),
          },
        }
      : step === 'done'
        ? { primary: { label: t('owner.finish'), onPress: toBench } }
        : null;
  return (
    <Screen title={t('owner.title')} {...(actions === null ? {} : { actions })}>
      <StepLine step={step} />
      <div className={styles.step} key={step}>
        {step === 'key' && (
          <>
            <h2>{t('owner.key.heading')}</h2>
            <KeyTypedBack
              recoveryKey={made.recoveryKey}
              intro={t('owner.key.intro')}
              onProved={() => onStep('signature')}
            />
          </>
        )}
        {step === 'signature' && (
          <>
            <h2>{t('owner.signature.heading')}</h2>
            <blockquote className={styles.statement}>{statement}</blockquote>
            <p className={styles.more}>{t('owner.signature.more')}</p>
            <div className={styles.fields}>
              <TextField
                label={t('owner.signature.password')}
                type="password"
                value={password}
                onChange={setPassword}
                maxLength={256}
                autoFocus
              />
            </div>
            <MutationError mutation={certify} />
          </>
        )}
        {step === 'done' && (
          <>
            <h2>{t('owner.done.heading')}</h2>
            <p>{t('owner.done.more')}</p>
            <FileEncryption />
          </>
        )}
      </div>
    </Screen>
  );
}

function StepLine({ step }: { readonly step: Step }) {
  const { t } = useTranslation('people');
  const at = steps.indexOf(step);
  return (
    <ol className={styles.stepLine} aria-label={t('owner.steps.label')}>
      {steps.map((name, index) => (
        <li key={name} className={styles.stepName} aria-current={name === step ? 'step' : undefined}>
          <span className={styles.stepNumber}>
            {index < at ? <Icon name="check" label={t('owner.steps.isDone')} /> : index + 1}
          </span>
          <span>{t(`owner.steps.${name}`)}</span>
        </li>
      ))}
    </ol>
  );
}
