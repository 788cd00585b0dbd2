import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunSet } from '../../../../shared/modules/calibration/terms.ts';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import type { MaterialRole } from './material-draft.ts';
import { AddMaterial, MaterialList, nameOfMaterial } from './material-list.tsx';
import { stepAfter } from './session-steps.tsx';
import { StepFrame, type StepProps } from './step-screens.tsx';
import { askedRuns, useRuns } from './use-runs.tsx';

/** Runs of a fresh sample before anything is calibrated (finding CC9). */
export function PrecisionStep(props: StepProps) {
  return <RunsOfMaterial {...props} set="precision" materialKey={null} />;
}

const setOf = { 'as-found': 'as-found', 'as-left': 'as-left', levels: 'level', qc: 'qc' } as const satisfies Record<
  string,
  RunSet
>;
const roleOf = {
  'as-found': 'calibrator',
  'as-left': 'calibrator',
  levels: 'level',
  qc: 'control',
} as const satisfies Record<string, MaterialRole>;

interface MaterialRunStepProps extends StepProps {
  readonly of: keyof typeof setOf;
}

/** Runs of the calibrator, of each level or of each control: the materials first, then one series after the other. */
export function MaterialRunStep({ of, ...props }: MaterialRunStepProps) {
  const { t } = useTranslation('calibration');
  const { session, step, onGo } = props;
  const [chosen, setChosen] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const set = setOf[of];
  const role = roleOf[of];
  const materials = session.materials.map(({ material }) => material).filter((material) => material.role === role);
  const wantedCount = of === 'qc' ? session.terms.qc.levels : of === 'levels' ? session.terms.verification.levels : 1;
  const runsOf = (key: string) => session.runs.filter((run) => run.set === set && run.materialKey === key).length;
  const least = (askedRuns(session.terms, set).least ?? 1) + askedRuns(session.terms, set).dropFirst;
  const open = materials.find(({ materialKey }) => runsOf(materialKey) < least);
  const shown = materials.find(({ materialKey }) => materialKey === chosen) ?? open ?? materials[0];
  const adding = isAdding && <AddMaterial session={session} role={role} onClose={() => setAdding(false)} />;
  const add = { label: t(`material.add.${role}`), icon: 'add' as const, onPress: () => setAdding(true) };
  if (shown === undefined) {
    return (
      <StepFrame
        {...props}
        primary={add}
        secondary={[{ label: t('goOn'), onPress: () => onGo(stepAfter(session, step)) }]}
      >
        <EmptyState title={t(`material.missing.${role}`)}>{t('material.missingMore')}</EmptyState>
        {adding}
      </StepFrame>
    );
  }
  const goOn = () => {
    const next = materials.find(({ materialKey }) => materialKey !== shown.materialKey && runsOf(materialKey) < least);
    if (next !== undefined) setChosen(next.materialKey);
    else if (materials.length < wantedCount) setAdding(true);
    else onGo(stepAfter(session, step));
  };
  return (
    <RunsOfMaterial
      // Each series has its own messages left aside and its own typed run.
      key={shown.materialKey}
      {...props}
      set={set}
      materialKey={shown.materialKey}
      onNext={goOn}
      more={materials.length < wantedCount ? [add] : []}
    >
      {materials.length > 1 && (
        <Card>
          <ChoiceField
            label={t('material.which')}
            layout="row"
            value={shown.materialKey}
            onChange={setChosen}
            choices={materials.map((material) => ({
              value: material.materialKey,
              label: nameOfMaterial(material),
              detail: t('run.count', { count: runsOf(material.materialKey) }),
            }))}
          />
        </Card>
      )}
      {role === 'control' && (
        <Card title={t('material.controls')}>
          <MaterialList session={session} roles={['control']} />
        </Card>
      )}
      {adding}
    </RunsOfMaterial>
  );
}

interface RunsOfMaterialProps extends StepProps {
  readonly set: RunSet;
  readonly materialKey: string | null;
  readonly onNext?: () => void;
  readonly more?: readonly { readonly label: string; readonly icon: 'add'; readonly onPress: () => void }[];
  readonly children?: React.ReactNode;
}

function RunsOfMaterial({ set, materialKey, onNext, more = [], children, ...props }: RunsOfMaterialProps) {
  const { session, step, onGo } = props;
  const runs = useRuns({ session, set, materialKey, onGoOn: onNext ?? (() => onGo(stepAfter(session, step))) });
  return (
    <StepFrame {...props} primary={runs.primary} secondary={[...more, ...runs.secondary]}>
      {children}
      {runs.body}
    </StepFrame>
  );
}
