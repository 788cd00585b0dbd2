import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { RunEndView } from '../parts/run-end-view.tsx';
import { RunOverView } from '../parts/run-over-view.tsx';
import { RunPausedView } from '../parts/run-paused-view.tsx';
import { RunStepView } from '../parts/run-step-view.tsx';
import { shownPlace } from '../parts/run-way.ts';

const route = getRouteApi('/procedures/runs/$runId');

/** One run: a step fills the screen; at the end it is finished and signed; over, it is read. */
export function RunScreen() {
  const { t } = useTranslation('sop');
  const { runId } = route.useParams();
  const run = useQuery(useApi().sop.runs.get.queryOptions({ input: { runId } }));
  return (
    <Loaded query={run} waiting={<Screen title={t('run.title')}>{null}</Screen>}>
      {(data) => <RunShown key={runId} run={data} />}
    </Loaded>
  );
}

function RunShown({ run }: { readonly run: RunView }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = shownPlace(run, chosen);
  useTopOf(`${run.state} ${shown}`);
  if (run.state === 'finished' || run.state === 'signed' || run.state === 'abandoned') {
    return <RunOverView run={run} />;
  }
  if (run.state === 'paused') {
    return <RunPausedView run={run} shown={shown} onGo={setChosen} />;
  }
  const current = run.steps.find(({ at }) => at === shown);
  return current === undefined ? (
    <RunEndView run={run} onGo={setChosen} />
  ) : (
    <RunStepView
      // What was typed into one step can not appear in another, nor in the same one of another revision.
      key={`${run.versionHash} ${run.revision} ${current.at} ${current.answer?.hash ?? ''}`}
      run={run}
      current={current}
      onGo={setChosen}
    />
  );
}

/** Another step is another screen to a person: it begins at its top, whichever part of the frame scrolls. */
function useTopOf(what: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each
  useEffect(() => {
    const screen = document.getElementById('screen');
    screen?.scrollTo({ top: 0 });
    screen?.parentElement?.scrollTo({ top: 0 });
  }, [what]);
}
