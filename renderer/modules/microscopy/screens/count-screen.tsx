import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenCount } from '../../../../shared/modules/microscopy/contract.ts';
import { percentOf, showPercent, type Tally } from '../../../../shared/modules/microscopy/rules-tally.ts';
import { targets } from '../../../../shared/modules/microscopy/terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { TextField } from '../../../ui/text-field.tsx';
import { CountKeys } from '../parts/count-keys.tsx';
import styles from '../parts/microscopy.module.css';
import { useCounting } from '../parts/use-counting.ts';
import { useCountingKeys } from '../parts/use-counting-keys.ts';
import { useReadCountsAgain } from '../parts/use-read-counts-again.ts';

const route = getRouteApi('/differentials/$countId/count');

/** Counting: eyes on the slide, hands on keys or a pedal. */
export function CountScreen() {
  const { t } = useTranslation('microscopy');
  const { countId } = route.useParams();
  // Never from an earlier visit: the row of presses goes on where the host has it.
  const count = useQuery(useApi().microscopy.counts.get.queryOptions({ input: { countId }, gcTime: 0 }));
  if (count.data === undefined) {
    return <Screen title={t('start.title')}>{count.isError && <EmptyState title={t('count.over')} />}</Screen>;
  }
  return count.data.isMine ? (
    <Counting key={countId} count={count.data} />
  ) : (
    <Screen title={t('count.title', { slide: count.data.slide.shows })} crumbs={crumbsOf(count.data)}>
      <Banner tone="info" title={t('count.notYours')}>
        {t('count.notYoursMore')}
      </Banner>
    </Screen>
  );
}

const crumbsOf = ({ instrumentId, instrumentName }: OpenCount) => [
  { label: instrumentName, to: `/instruments/${instrumentId}/microscopy` },
];

type Notice = { readonly word: 'count.full' | 'count.scanned' } | { readonly unknown: string } | null;

function Counting({ count }: { readonly count: OpenCount }) {
  const { t } = useTranslation('microscopy');
  const { classes, undoKeys, target } = count;
  const { tally, unsavedCount, press, undo } = useCounting(count);
  const [notice, setNotice] = useState<Notice>(null);
  const [isEnding, setEnding] = useState(false);
  const change = useMutation(useApi().microscopy.counts.change.mutationOptions({ onSuccess: useReadCountsAgain() }));
  const finish = useFinish(count, tally);
  const cell = (index: number): boolean => {
    const isCounted = press(index);
    setNotice(isCounted ? null : { word: 'count.full' });
    return isCounted;
  };
  const takeBack = () => {
    undo();
    setNotice(null);
  };
  useCountingKeys({
    isActive: true,
    ...{ classes, undoKeys, onCell: cell, onUndo: takeBack },
    onUnknown: (unknown) => setNotice({ unknown }),
    onScan: () => setNotice({ word: 'count.scanned' }),
  });
  const isReached = tally.counted >= target;
  const larger = targets.find((each) => each > target);
  const last = classes.find(({ key }) => key === tally.last)?.name;
  return (
    <Screen
      title={t('count.title', { slide: count.slide.shows })}
      crumbs={crumbsOf(count)}
      actions={{
        state: <SavedMark unsavedCount={unsavedCount} />,
        secondary: [
          { label: last === undefined ? t('count.undo') : t('count.undoLast', { name: last }), onPress: takeBack },
          ...(isReached || tally.last === null ? [] : [{ label: t('count.endEarly'), onPress: () => setEnding(true) }]),
        ],
        primary: {
          label: t(finish.isSigned ? 'count.finish' : 'count.finishUnsigned'),
          icon: 'signed',
          isDisabled: !isReached || unsavedCount > 0,
          isPending: finish.mutation.isPending,
          onPress: () => void finish.run('').catch(() => undefined),
        },
      }}
    >
      <div className={styles.total}>
        <span className={styles.totalCells}>{t('count.of', { counted: tally.counted, target })}</span>
        <span role="status">
          {notice === null
            ? isReached
              ? t('count.reached')
              : last === undefined
                ? t('count.nothing')
                : t('count.last', { name: last })
            : 'unknown' in notice
              ? t('count.unknownKey', { key: notice.unknown })
              : t(notice.word)}
        </span>
      </div>
      <progress
        className={rowStyles.progress}
        max={target}
        value={Math.min(tally.counted, target)}
        aria-label={t('count.progress')}
      />
      <CountKeys classes={classes} tally={tally} onPress={cell} />
      <Beside count={count} tally={tally} />
      {isReached && larger !== undefined && (
        <Card title={t('count.more')}>
          <div className={rowStyles.actions}>
            {targets
              .filter((each) => each > target)
              .map((each) => (
                <Button
                  key={each}
                  isPending={change.isPending}
                  onPress={() => change.mutate({ countId: count.countId, target: each })}
                >
                  {t('start.cells', { count: each })}
                </Button>
              ))}
          </div>
          <MutationError mutation={change} />
        </Card>
      )}
      {!finish.isSigned && <MutationError mutation={finish.mutation} />}
      {isEnding && <EndEarlySheet count={count} tally={tally} finish={finish} onClose={() => setEnding(false)} />}
    </Screen>
  );
}

function SavedMark({ unsavedCount }: { readonly unsavedCount: number }) {
  const { t } = useTranslation('microscopy');
  return (
    <>
      <RecordMark place="draft" />{' '}
      {unsavedCount === 0 ? t('count.saved') : t('count.notSaved', { count: unsavedCount })}
    </>
  );
}

/** What is noted beside the hundred, in the form laboratories report it: for each hundred cells counted. */
function Beside({ count, tally }: { readonly count: OpenCount; readonly tally: Tally }) {
  const { t } = useTranslation('microscopy');
  const beside = count.classes.flatMap(({ name, isCounted }, index) => {
    const cells = tally.rows[index]?.count ?? 0;
    return isCounted || cells === 0 ? [] : [`${name} ${showPercent(percentOf(cells, tally.counted))}`];
  });
  return beside.length > 0 && <p>{t('count.beside', { percent: beside.join(', ') })}</p>;
}

type Finish = ReturnType<typeof useFinish>;

function useFinish(count: OpenCount, tally: Tally) {
  const { t } = useTranslation('microscopy');
  const navigate = useNavigate();
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(count.needsPassword);
  const mutation = useMutation(useApi().microscopy.counts.finish.mutationOptions());
  const run = async (shortReason: string) => {
    const done = await signedAct({
      needsSignature: count.needsPassword,
      title: t('count.signTitle', { slide: count.slide.shows }),
      lines: [
        { label: t('count.total'), value: t('count.of', { counted: tally.counted, target: count.target }) },
        ...count.classes.flatMap(({ name }, index) => {
          const cells = tally.rows[index]?.count ?? 0;
          const percent = t('count.percent', { percent: showPercent(percentOf(cells, tally.counted)) });
          return cells === 0 ? [] : [{ label: name, value: `${cells} (${percent})` }];
        }),
        ...(shortReason === '' ? [] : [{ label: t('count.endEarly'), value: shortReason }]),
      ],
      meaning: 'performed',
      act: (signing) => mutation.mutateAsync({ countId: count.countId, shortReason, signing }),
    });
    if (done !== null) {
      await navigate({ to: '/differentials/$countId', params: { countId: count.countId }, replace: true });
    }
  };
  return { run, mutation, isSigned };
}

interface EndEarlySheetProps {
  readonly count: OpenCount;
  readonly tally: Tally;
  readonly finish: Finish;
  readonly onClose: () => void;
}

function EndEarlySheet({ count, tally, finish, onClose }: EndEarlySheetProps) {
  const { t } = useTranslation('microscopy');
  const [reason, setReason] = useState('');
  return (
    <FormSheet
      title={t('count.endEarly')}
      saveLabel={t(finish.isSigned ? 'count.finish' : 'count.finishUnsigned')}
      canSave={reason.trim() !== ''}
      mutation={finish.mutation}
      onClose={onClose}
      onSave={() => void finish.run(reason.trim()).catch(() => undefined)}
    >
      <p>{t('count.endEarlyMore', { counted: tally.counted, target: count.target })}</p>
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}
