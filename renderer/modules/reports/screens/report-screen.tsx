import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ParameterValues, PreparedReport, ReportSummary } from '../../../../shared/modules/reports/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { formatBytes } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { ReportFields } from '../parts/report-fields.tsx';
import { Sheets } from '../parts/sheets.tsx';
import { usePrint } from '../parts/use-print.ts';

const route = getRouteApi('/reports/$reportId');

/** One report: what to show, a look at the sheets, and then the printer or a file. */
export function ReportScreen() {
  const { t } = useTranslation('reports');
  const say = useSay();
  const { reportId } = route.useParams();
  // What can be chosen (a visit, a case) may have come since it was read.
  const form = useQuery(useApi().reports.form.queryOptions({ input: { reportId }, refetchOnMount: 'always' }));
  return (
    <Loaded query={form}>
      {(report) =>
        report === null ? (
          <Screen title={t('title')}>
            <Banner tone="unknown" title={say('reports/not-found')} />
          </Screen>
        ) : (
          <Report key={reportId} report={report} />
        )
      }
    </Loaded>
  );
}

function Report({ report }: { readonly report: ReportSummary }) {
  const { t } = useTranslation('reports');
  const say = useSay();
  const search = route.useSearch();
  const [values, setValues] = useState<ParameterValues>(() => startOf(report, search));
  const [size, setSize] = useState<'A4' | 'Letter'>('A4');
  const [pageCount, setPageCount] = useState(0);
  // What was prepared, with the answers it was prepared from: a changed answer makes it another report.
  const [prepared, setPrepared] = useState<{ report: PreparedReport; from: string } | null>(null);
  const asked = JSON.stringify([values, size]);
  const isFresh = prepared?.from === asked;
  const { save, print, canPrint } = usePrint();
  const prepare = useMutation(
    useApi().reports.prepare.mutationOptions({
      onSuccess: (made, { parameters, size: paper }) => {
        save.reset();
        print.reset();
        setPrepared({ report: made, from: JSON.stringify([parameters, paper]) });
      },
    }),
  );
  const shown = isFresh ? prepared.report : null;
  const run = () => prepare.mutate({ reportId: report.id, parameters: values, size });
  const busy = save.isPending || print.isPending;
  return (
    <Screen
      title={say(`reports.${report.id}.title`)}
      crumbs={[
        { label: t('records'), to: '/records' },
        { label: t('title'), to: '/reports' },
      ]}
      actions={
        shown === null
          ? { primary: { label: t('prepare'), onPress: run, isPending: prepare.isPending } }
          : {
              state: <State prepared={shown} pageCount={pageCount} />,
              secondary: [
                { label: t('again'), onPress: run, isPending: prepare.isPending, look: 'quiet' },
                {
                  label: t('print'),
                  onPress: () => print.mutate(shown),
                  isDisabled: !canPrint || busy || shown.route === 'writer',
                },
              ],
              primary: {
                label: t('save'),
                onPress: () => save.mutate(shown),
                isPending: save.isPending,
                isDisabled: !canPrint || busy,
              },
            }
      }
    >
      <Card title={t('form')}>
        <p>{say(`reports.${report.id}.about`)}</p>
        <ReportFields fields={report.fields} values={values} onChange={setValues} />
        {report.paper === 'sheet' && (
          <ChoiceField
            label={t('size')}
            value={size}
            choices={[
              { value: 'A4', label: 'A4' },
              { value: 'Letter', label: t('letter') },
            ]}
            onChange={setSize}
            layout="row"
          />
        )}
      </Card>
      <MutationError mutation={prepare} />
      <MutationError mutation={save} />
      <MutationError mutation={print} />
      {shown !== null && !canPrint && <Banner tone="info" title={t('noWindow')} />}
      {isFresh && save.data != null && (
        <Banner tone="good" title={t('saved', { file: save.data.file, size: formatBytes(save.data.byteCount) })}>
          <CodeText>{t('savedMore', { hash: save.data.sha256 })}</CodeText>
        </Banner>
      )}
      {isFresh && print.data?.isPrinted === false && <Banner tone="attention" title={t('notPrinted')} />}
      {shown !== null && (
        <>
          {shown.route === 'writer' && <Banner tone="info" title={t('long')} />}
          <Sheets
            key={shown.preparationId}
            document={shown.preview}
            contentHash={shown.contentHash}
            label={t('preview')}
            sheetLabel={(page, count) => t('sheet', { page, count })}
            onPaged={setPageCount}
          />
          {!shown.isWhole && <p>{t('beginning')}</p>}
        </>
      )}
    </Screen>
  );
}

function State({ prepared, pageCount }: { readonly prepared: PreparedReport; readonly pageCount: number }) {
  const { t } = useTranslation('reports');
  const isExact = prepared.isWhole;
  const pages = t('pages', { count: isExact ? pageCount : prepared.pageEstimate });
  return (
    <>
      {isExact ? pages : t('about', { pages })}
      {', '}
      <CodeText>{t('hash', { hash: prepared.contentHash.slice(0, 12) })}</CodeText>
    </>
  );
}

/** What the form begins with: the report's own start, and over it what the address says. */
function startOf(report: ReportSummary, search: Readonly<Record<string, string>>): ParameterValues {
  const known = report.fields.map(({ key }) => key).filter((key) => search[key] !== undefined);
  return { ...report.initial, ...Object.fromEntries(known.map((key) => [key, search[key] ?? null])) };
}
