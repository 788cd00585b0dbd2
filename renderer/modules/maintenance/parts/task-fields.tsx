import { useTranslation } from 'react-i18next';
import type { RecordedField } from '../../../../shared/modules/maintenance/terms.ts';
import { useSay } from '../../../i18n/say.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import { entryText, limitSentence } from './entry-text.ts';

/** What was found, with the limits as they were then. */
export function TaskFields({ fields }: { readonly fields: readonly RecordedField[] }) {
  const { t } = useTranslation('task');
  const { t: tSheet } = useTranslation('sheet');
  const say = useSay();
  return (
    <DataTable
      caption={t('field')}
      rows={fields}
      rowKey={(field) => field.key}
      columns={[
        { key: 'field', title: t('field'), cell: (field) => field.label },
        { key: 'value', title: t('value'), cell: (field) => entryText(field, field, tSheet) || t('empty') },
        {
          key: 'limit',
          title: t('limit'),
          cell: (field) => {
            const limit = limitSentence(field);
            return limit === null ? '–' : tSheet(limit.key, limit.data);
          },
        },
        {
          key: 'verdict',
          title: t('judged'),
          cell: (field) =>
            field.verdict === null ? (
              '–'
            ) : (
              <>
                <StateMark tone={toneOfVerdict[field.verdict]}>{t(`verdict.${field.verdict}`)}</StateMark>
                {field.why !== '' && <div>{say(`maintenance.field-why.${field.why}`)}</div>}
              </>
            ),
        },
      ]}
    />
  );
}
