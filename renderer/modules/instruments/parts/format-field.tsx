import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { DefinitionSummary } from '../../../../shared/modules/instruments/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { type AddDraft, offeredKinds, startDraft } from './add-draft.ts';

interface FormatFieldProps {
  readonly draft: AddDraft;
  readonly onChange: (change: Partial<AddDraft>) => void;
}

/** In which of its formats the instrument was set to send; nothing where it has only one. */
export function FormatField({ draft, onChange }: FormatFieldProps) {
  const { t } = useTranslation('addInstrument');
  const { definition } = draft;
  const definitions = useQuery(useApi().instruments.definitions.queryOptions({ input: { search: '' } }));
  const mainKey = definition.dialectOf ?? definition.key;
  const formats = (definitions.data ?? []).filter(({ key, dialectOf }) => key === mainKey || dialectOf === mainKey);
  const sorted = formats.toSorted((one, other) => Number(one.dialectOf !== null) - Number(other.dialectOf !== null));
  if (sorted.length < 2) return null;
  const choose = (key: string) => {
    const chosen = sorted.find((format) => format.key === key);
    if (chosen !== undefined) onChange(takeFormat(draft, chosen));
  };
  return (
    <ChoiceField
      label={t('port.format')}
      description={t('port.formatMore')}
      value={definition.key}
      choices={sorted.map((format) => ({
        value: format.key,
        label: format.formatName === '' ? `${format.maker} ${format.model}` : format.formatName,
      }))}
      onChange={choose}
    />
  );
}

/** The draft with another format of the same instrument: its usual line settings, what was typed stays. */
function takeFormat(draft: AddDraft, definition: DefinitionSummary): Partial<AddDraft> {
  const { serial, tcpPort } = startDraft(definition);
  const kinds = offeredKinds(definition);
  const kind = kinds.includes(draft.kind) ? draft.kind : (kinds[0] ?? 'none');
  return { definition, serial, tcpPort: draft.tcpPort === '' ? tcpPort : draft.tcpPort, kind };
}
