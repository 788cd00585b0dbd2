import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { FactorRows } from './factor-rows.tsx';
import { FactorSheet } from './factor-sheet.tsx';
import type { MaterialRole } from './material-draft.ts';
import { AddMaterial, MaterialList } from './material-list.tsx';
import { PreconditionFields, usePreconditions } from './precondition-fields.tsx';
import { SessionFrame } from './session-frame.tsx';
import { SessionSteps, type StepKey, stepAfter } from './session-steps.tsx';
import { SessionTermsForm } from './session-terms-form.tsx';
import { StepHeading } from './step-heading.tsx';
import { TermsFacts } from './terms-facts.tsx';

export interface StepProps {
  readonly session: Session;
  readonly step: StepKey;
  readonly onGo: (step: StepKey) => void;
}

interface StepFrameProps extends StepProps {
  readonly primary?: Action;
  readonly secondary?: readonly Action[];
  /** What is typed and not yet a record. */
  readonly draftSavedAt?: string | null;
  readonly children: ReactNode;
}

/** One step: its heading, the way to the others, and what to do now. */
export function StepFrame({ session, step, onGo, primary, secondary = [], draftSavedAt, children }: StepFrameProps) {
  const { t } = useTranslation('calibration');
  return (
    <SessionFrame
      session={session}
      steps={<SessionSteps session={session} at={step} onGo={onGo} />}
      actions={{
        state:
          draftSavedAt === undefined || draftSavedAt === null ? (
            <RecordMark place="saved-here" />
          ) : (
            <RecordMark place="draft" detail={t('draftSaved', { at: formatTimeOfDay(draftSavedAt, 'seconds') })} />
          ),
        secondary,
        ...(primary === undefined ? {} : { primary }),
      }}
    >
      <StepHeading session={session} step={step} />
      {children}
    </SessionFrame>
  );
}

/** How it is done on this model, with the limits and where they come from; blanks can be filled for this session. */
export function ProcedureStep({ session, step, onGo }: StepProps) {
  const { t } = useTranslation('calibration');
  const [isChanging, setChanging] = useState(false);
  if (isChanging) {
    return <SessionTermsForm session={session} onDone={() => setChanging(false)} />;
  }
  const isBare = session.terms.parameters.length === 0;
  const change: Action = { label: t('terms.change'), onPress: () => setChanging(true) };
  const goOn: Action = { label: t('goOn'), onPress: () => onGo(stepAfter(session, step)) };
  return (
    <StepFrame
      session={session}
      step={step}
      onGo={onGo}
      primary={isBare ? change : goOn}
      secondary={isBare ? [goOn] : [change]}
    >
      {session.termsReason !== '' && <p>{t('terms.changedBecause', { reason: session.termsReason })}</p>}
      <TermsFacts terms={session.terms} />
    </StepFrame>
  );
}

export function PreconditionsStep({ session, step, onGo }: StepProps) {
  const { t } = useTranslation('calibration');
  const state = usePreconditions(session);
  const goOn = async () => {
    await state.commitAll();
    onGo(stepAfter(session, step));
  };
  return (
    <StepFrame
      session={session}
      step={step}
      onGo={onGo}
      draftSavedAt={state.draft.savedAt}
      primary={{
        label: t('saveAndGoOn'),
        isPending: state.answer.isPending,
        // What it refuses stands on the screen through the mutation.
        onPress: () => void goOn().catch(() => undefined),
      }}
    >
      <Card title={t('step.preconditions')}>
        <PreconditionFields session={session} state={state} />
      </Card>
    </StepFrame>
  );
}

/** Calibrator lots, or the levels of a verification. */
export function MaterialStep({ session, step, onGo }: StepProps) {
  const { t } = useTranslation('calibration');
  const [isAdding, setAdding] = useState(false);
  const role: MaterialRole = session.kind === 'calibration' ? 'calibrator' : 'level';
  const wanted = session.kind === 'calibration' ? 1 : session.terms.verification.levels;
  const held = session.materials.filter(({ material }) => material.role === role).length;
  const add: Action = { label: t(`material.add.${role}`), icon: 'add', onPress: () => setAdding(true) };
  const goOn: Action = { label: t('goOn'), onPress: () => onGo(stepAfter(session, step)) };
  return (
    <StepFrame
      session={session}
      step={step}
      onGo={onGo}
      primary={held < wanted ? add : goOn}
      secondary={held < wanted ? [goOn] : [add]}
    >
      <Card title={t('step.material')}>
        <MaterialList session={session} roles={[role, 'sample']} />
      </Card>
      {isAdding && <AddMaterial session={session} role={role} onClose={() => setAdding(false)} />}
    </StepFrame>
  );
}

/** The shadow factor beside the analyzer's own, parameter by parameter, and what a person did. */
export function FactorsStep({ session, step, onGo }: StepProps) {
  const { t } = useTranslation('calibration');
  const [open, setOpen] = useState<string | null>(null);
  const { factors } = session.judgement;
  const labelOf = (key: string) => session.terms.parameters.find((parameter) => parameter.key === key)?.label ?? key;
  const next = factors.find(({ current }) => current === null) ?? factors.find(({ decision }) => decision === 'open');
  const shown = factors.find(({ parameter }) => parameter === open);
  const goOn: Action = { label: t('goOn'), onPress: () => onGo(stepAfter(session, step)) };
  return (
    <StepFrame
      session={session}
      step={step}
      onGo={onGo}
      primary={
        next === undefined
          ? goOn
          : {
              label: t(next.current === null ? 'factor.enterOne' : 'factor.decideOne', {
                parameter: labelOf(next.parameter),
              }),
              onPress: () => setOpen(next.parameter),
            }
      }
      secondary={next === undefined ? [] : [goOn]}
    >
      <Card title={t('step.factors')}>
        <p>{t('factor.more')}</p>
        <FactorRows factors={factors} terms={session.terms} onEnter={({ parameter }) => setOpen(parameter)} />
      </Card>
      {shown !== undefined && (
        <FactorSheet
          key={`${shown.parameter} ${shown.current}`}
          session={session}
          factor={shown}
          label={labelOf(shown.parameter)}
          onClose={() => setOpen(null)}
        />
      )}
    </StepFrame>
  );
}
