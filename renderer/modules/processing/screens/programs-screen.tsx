import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramRow } from '../../../../shared/modules/processing/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { ProgramSheet } from '../parts/program-sheet.tsx';

/** The programs of one instrument, each with the version that holds. */
export function ProgramsScreen() {
  const { t } = useTranslation('processing');
  const { id, title, crumbs } = useInstrument();
  const api = useApi().processing;
  const [show, setShow] = useState<'in-use' | 'all'>('in-use');
  const [open, setOpen] = useState<ProgramRow | 'new' | null>(null);
  const board = useQuery(api.board.queryOptions({ input: { instrumentId: id } }));
  const programs = useQuery(
    api.programs.list.queryOptions({ input: { instrumentId: id, show }, placeholderData: keepPreviousData }),
  );
  const isSetUp = board.data?.isSetUp === true;
  return (
    <Screen
      title={t('program.title')}
      crumbs={[...crumbs, { label: title, to: `/instruments/${id}/baths` }]}
      actions={{
        primary: {
          label: t('program.add'),
          icon: 'add',
          isDisabled: !isSetUp,
          onPress: () => setOpen('new'),
        },
      }}
    >
      <Banner tone="info" title={t('program.about')}>
        {board.data !== undefined && !isSetUp && <p>{t('program.noBaths')}</p>}
      </Banner>
      <ChoiceField
        label={t('program.show')}
        layout="row"
        value={show}
        onChange={setShow}
        choices={(['in-use', 'all'] as const).map((value) => ({ value, label: t(`program.shows.${value}`) }))}
      />
      <Loaded query={programs}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState title={t('program.none')} />
          ) : (
            <ul className={rowStyles.rows}>
              {rows.map((program) => (
                <li key={program.programId} className={rowStyles.withAction}>
                  <ProgramWords program={program} />
                  <Button
                    onPress={() => setOpen(program)}
                    aria-label={`${t('change')}: ${program.terms.name}`}
                    isDisabled={!isSetUp}
                  >
                    {t('change')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {open !== null && board.data !== undefined && (
        <ProgramSheet board={board.data} program={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      )}
    </Screen>
  );
}

function ProgramWords({ program }: { readonly program: ProgramRow }) {
  const { t } = useTranslation('processing');
  const { terms, version, setBy, hasConflict } = program;
  const isOpen = terms.steps.some(({ seconds }) => seconds === null);
  const minutes = terms.steps.reduce((sum, { seconds }) => sum + (seconds ?? 0), 0) / 60;
  return (
    <span className={rowStyles.words}>
      <span className={rowStyles.main}>
        <span className={rowStyles.text}>{terms.name}</span>
        <span>{t('program.version', { version })}</span>
        {terms.isRetired && <StateMark tone="not-set-up">{t('program.retired')}</StateMark>}
        {hasConflict && <StateMark tone="attention">{t('conflict')}</StateMark>}
      </span>
      <span className={rowStyles.rest}>
        <span>{t('program.steps', { count: terms.steps.length })}</span>
        <span>{isOpen ? t('program.totalOpen') : t('program.total', { minutes: Number(minutes.toFixed(1)) })}</span>
        <span>{terms.source || t('board.noSource')}</span>
        <span>{setBy}</span>
      </span>
    </span>
  );
}
