import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { MaterialRunStep, PrecisionStep } from '../parts/run-step.tsx';
import { SessionRecord } from '../parts/session-record.tsx';
import type { StepKey } from '../parts/session-steps.tsx';
import { SignStep } from '../parts/sign-step.tsx';
import { FactorsStep, MaterialStep, PreconditionsStep, ProcedureStep } from '../parts/step-screens.tsx';

const route = getRouteApi('/calibrations/$sessionId');

/** One calibration or verification: step by step while it runs, and as it was signed afterwards. */
export function SessionScreen() {
  const { t } = useTranslation('calibration');
  const { sessionId } = route.useParams();
  const session = useQuery(useApi().calibration.sessions.get.queryOptions({ input: { sessionId } }));
  return (
    <Loaded query={session} waiting={<Screen title={t('title')}>{null}</Screen>}>
      {(data) =>
        data.state === 'running' ? <RunningSession key={sessionId} session={data} /> : <SessionRecord session={data} />
      }
    </Loaded>
  );
}

function RunningSession({ session }: { readonly session: Session }) {
  // Where it is gone on with: the first step that is still to do, until a person goes elsewhere.
  const [at, setAt] = useState<StepKey>(session.step ?? 'sign');
  useTopOnChange(at);
  const props = { session, step: at, onGo: setAt };
  switch (at) {
    case 'procedure':
      return <ProcedureStep {...props} />;
    case 'preconditions':
      return <PreconditionsStep {...props} />;
    case 'precision':
      return <PrecisionStep {...props} />;
    case 'material':
      return <MaterialStep {...props} />;
    case 'factors':
      return <FactorsStep {...props} />;
    case 'as-found':
    case 'as-left':
    case 'levels':
    case 'qc':
      return <MaterialRunStep key={at} {...props} of={at} />;
    case 'sign':
      return <SignStep {...props} />;
  }
}

/** Another step begins at its top, and Enter means its primary: the address stays, so the frame does not see to it. */
function useTopOnChange(step: StepKey): void {
  const before = useRef(step);
  useEffect(() => {
    const isOther = before.current !== step;
    before.current = step;
    const screen = document.getElementById('screen');
    if (!isOther || screen === null) return;
    screen.scrollTo({ top: 0 });
    screen.parentElement?.scrollTo({ top: 0 });
    // A field of the step that takes the focus keeps it.
    if (!screen.contains(document.activeElement) || document.activeElement instanceof HTMLButtonElement) {
      screen.focus({ preventScroll: true });
    }
  }, [step]);
}
