import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BathBoard, FillRow, RunRow } from '../../../../shared/modules/processing/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { SelectField } from '../../../ui/select-field.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import { GradingRows } from '../parts/grading-rows.tsx';
import { RunRows } from '../parts/run-rows.tsx';
import { VoidSheet } from '../parts/void-sheet.tsx';

const limit = 100;
const all = 'all';

/** What happened to the baths, newest first; what was entered in error is withdrawn here. */
export function BathHistoryScreen() {
  const { t } = useTranslation('processing');
  const { id } = useInstrument();
  const board = useQuery(useApi().processing.board.queryOptions({ input: { instrumentId: id } }));
  return (
    <Loaded query={board} waiting={<Screen title={t('history.title')}>{null}</Screen>}>
      {(data) => <History board={data} />}
    </Loaded>
  );
}

type Wrong =
  | { readonly kind: 'run'; readonly id: string; readonly what: string }
  | { readonly kind: 'fill'; readonly id: string; readonly what: string };

function History({ board }: { readonly board: BathBoard }) {
  const { t } = useTranslation('processing');
  const { id, title, crumbs } = useInstrument();
  const api = useApi().processing;
  const [stationId, setStationId] = useState(all);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const close = () => setWrong(null);
  const input = { instrumentId: id, limit };
  const fills = useQuery(
    api.fills.list.queryOptions({
      input: { ...input, stationId: stationId === all ? null : stationId },
      placeholderData: keepPreviousData,
    }),
  );
  const runs = useQuery(api.runs.list.queryOptions({ input }));
  const gradings = useQuery(api.gradings.list.queryOptions({ input }));
  const voidRun = useMutation(api.runs.void.mutationOptions({ onSuccess: close }));
  const voidFill = useMutation(api.fills.void.mutationOptions({ onSuccess: close }));
  const voidButton = (next: Wrong) => (
    <Button look="quiet" onPress={() => setWrong(next)} aria-label={t('history.voidTitle', { what: next.what })}>
      {t('history.void')}
    </Button>
  );
  const atOf = ({ at }: FillRow | RunRow) => formatInstant(at, 'minutes');
  return (
    <Screen title={t('history.title')} crumbs={[...crumbs, { label: title, to: `/instruments/${id}/baths` }]}>
      <Card title={t('history.fills')}>
        <SelectField
          label={t('history.bath')}
          value={stationId}
          onChange={setStationId}
          options={[
            { value: all, label: t('history.allBaths') },
            ...board.stations.map((one) => ({
              value: one.stationId,
              label: t('board.next', { position: one.position, content: one.content }),
            })),
          ]}
        />
        <Loaded query={fills}>
          {(rows) => (
            <FillRows
              rows={rows}
              action={(row) =>
                voidButton({
                  ...{ kind: 'fill', id: row.fillId },
                  what: t('history.fill', { position: row.position, at: atOf(row) }),
                })
              }
            />
          )}
        </Loaded>
      </Card>
      <Card title={t('history.runs')}>
        <Loaded query={runs}>
          {(rows) => (
            <RunRows
              rows={rows}
              unit={board.countUnit}
              action={(row) => voidButton({ kind: 'run', id: row.runId, what: t('history.run', { at: atOf(row) }) })}
            />
          )}
        </Loaded>
      </Card>
      <Card title={t('history.gradings')}>
        <Loaded query={gradings}>{(rows) => <GradingRows rows={rows} />}</Loaded>
      </Card>
      {wrong !== null && (
        <VoidSheet
          what={wrong.what}
          mutation={wrong.kind === 'run' ? voidRun : voidFill}
          onClose={close}
          onVoid={(reason) =>
            wrong.kind === 'run'
              ? voidRun.mutate({ runId: wrong.id, reason })
              : voidFill.mutate({ fillId: wrong.id, reason })
          }
        />
      )}
    </Screen>
  );
}

interface FillRowsProps {
  readonly rows: readonly FillRow[];
  readonly action: (row: FillRow) => ReactNode;
}

function FillRows({ rows, action }: FillRowsProps) {
  const { t } = useTranslation('processing');
  const say = useSay();
  if (rows.length === 0) return <p className={rowStyles.muted}>{t('history.noFills')}</p>;
  return (
    <ul className={rowStyles.rows}>
      {rows.map((row) => (
        <li key={row.fillId} className={rowStyles.withAction}>
          <span className={rowStyles.words}>
            <span className={rowStyles.main}>
              <span className={rowStyles.text}>
                {t('board.next', { position: row.position, content: row.content })}
              </span>
              <span>{say(`processing.act.${row.act}`)}</span>
              {row.fromPosition !== null && <span>{t('history.from', { position: row.fromPosition })}</span>}
            </span>
            <span className={rowStyles.rest}>
              <TimeText at={row.at} />
              <span>{row.by}</span>
              {row.lot !== '' && <span>{t('bath.lot', { lot: row.lot })}</span>}
              {row.expiresOn !== null && (
                <span>
                  {row.expiresOn === 'not-stated'
                    ? t('bath.noExpiry')
                    : t('bath.expires', { day: formatCivilDay(row.expiresOn) })}
                </span>
              )}
              {row.note !== '' && <span>{row.note}</span>}
            </span>
          </span>
          {action(row)}
        </li>
      ))}
    </ul>
  );
}
