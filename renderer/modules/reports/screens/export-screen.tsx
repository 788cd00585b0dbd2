import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Screen } from '../../../app/screen.tsx';
import { getBridge } from '../../../data/bridge.ts';
import { useApi, useClient } from '../../../data/data-layer.tsx';
import { formatBytes } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField, SwitchField } from '../../../ui/choice-field.tsx';
import { CodeText } from '../../../ui/code-text.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { fileNameOf } from '../parts/use-print.ts';

const endings = { csv: 'csv', json: 'jsonl', 'csv-archive': 'zip' } as const;
type Format = keyof typeof endings;

/** The whole list: not the name of a data set. */
const everything = 'everything';

/** Takes data off the bench as files other programs read. */
export function ExportScreen() {
  const { t } = useTranslation('reports');
  const client = useClient();
  const datasets = useQuery(useApi().reports.datasets.queryOptions());
  const [dataset, setDataset] = useState(everything);
  const [format, setFormat] = useState<Format>('csv-archive');
  const [hasMark, setHasMark] = useState(false);
  const write = useMutation({
    mutationFn: async () => {
      const day = new Date().toISOString().slice(0, 10);
      const name = fileNameOf(`benchside ${dataset} ${day}`, endings[format]);
      const chosen = (await getBridge()?.chooseFileToSave('export', name)) ?? null;
      if (chosen === null) {
        return null;
      }
      const wanted = dataset === everything ? null : dataset;
      return client.reports.exportData({ format, dataset: wanted, hasMark, grant: chosen.grant });
    },
  });
  const needsOne = format === 'csv' && dataset === everything;
  return (
    <Screen
      title={t('exporting.title')}
      crumbs={[
        { label: t('records'), to: '/records' },
        { label: t('title'), to: '/reports' },
      ]}
      actions={{
        state: needsOne ? t('exporting.csvOne') : '',
        primary: {
          label: t('exporting.run'),
          onPress: () => write.mutate(),
          isPending: write.isPending,
          isDisabled: needsOne || getBridge() === null,
        },
      }}
    >
      <Card>
        <p>{t('exporting.masked')}</p>
        <Loaded query={datasets}>
          {(list) => (
            <SelectField
              label={t('exporting.what')}
              value={dataset}
              options={[
                { value: everything, label: t('exporting.all') },
                ...list.map(({ name, rowCount }) => ({
                  value: name,
                  label: name,
                  detail: t('exporting.rows', { count: rowCount }),
                })),
              ]}
              onChange={setDataset}
            />
          )}
        </Loaded>
        <ChoiceField
          label={t('exporting.format')}
          value={format}
          choices={[
            { value: 'csv-archive', label: t('exporting.archive') },
            { value: 'csv', label: t('exporting.csv') },
            { value: 'json', label: t('exporting.json') },
          ]}
          onChange={setFormat}
        />
        {format !== 'json' && <SwitchField label={t('exporting.mark')} isOn={hasMark} onChange={setHasMark} />}
      </Card>
      <MutationError mutation={write} />
      {getBridge() === null && <Banner tone="info" title={t('noWindow')} />}
      {write.data != null && (
        <Banner
          tone="good"
          title={t('exporting.done', {
            file: write.data.file,
            rows: t('exporting.rows', { count: write.data.rowCount }),
            size: formatBytes(write.data.byteCount),
          })}
        >
          <CodeText>{t('savedMore', { hash: write.data.sha256 })}</CodeText>
        </Banner>
      )}
    </Screen>
  );
}
