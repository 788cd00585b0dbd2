import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SopContent } from '../../../../shared/modules/sop/terms.ts';
import { useCards } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './editor.module.css';
import { TypedField } from './editor-typed-field.tsx';
import { readWhole } from './editor-values.ts';
import { YesNo } from './editor-yes-no.tsx';

interface EditorHeadProps {
  readonly content: SopContent;
  readonly onChange: (change: Partial<SopContent>) => void;
}

const MOST_MONTHS = 60;

/** What the procedure is for; all but its title folded away while the steps are written. */
export function EditorHead({ content, onChange }: EditorHeadProps) {
  const { t } = useTranslation('sop');
  const [isOpen, setOpen] = useState(content.steps.length === 0);
  const long = (key: 'purpose' | 'scope' | 'materials' | 'safety' | 'references', maxLength: number) => (
    <TextField
      label={t(`editor.${key}`)}
      value={content[key]}
      onChange={(value) => onChange({ [key]: value })}
      isLong
      maxLength={maxLength}
      {...(key === 'references' ? { description: t('editor.referencesHint') } : {})}
    />
  );
  return (
    <Card
      title={t('editor.head')}
      action={
        <Button
          look="quiet"
          icon={isOpen ? 'up' : 'down'}
          aria-expanded={isOpen}
          aria-label={t('editor.headMore')}
          onPress={() => setOpen(!isOpen)}
        />
      }
    >
      <div className={styles.fields}>
        <TextField
          label={t('editor.titleLabel')}
          value={content.title}
          onChange={(title) => onChange({ title })}
          isRequired
          maxLength={200}
        />
        {isOpen && (
          <>
            {long('purpose', 2000)}
            {long('scope', 2000)}
            <Instruments content={content} onChange={onChange} />
            {long('materials', 4000)}
            {long('safety', 4000)}
            {long('references', 4000)}
            <YesNo
              label={t('editor.needsSignature')}
              value={content.needsSignature}
              onChange={(needsSignature) => onChange({ needsSignature })}
            />
            <YesNo
              label={t('editor.needsReview')}
              value={content.needsReview}
              onChange={(needsReview) => onChange({ needsReview })}
            />
            <TypedField
              label={t('editor.reviewEvery')}
              description={t('editor.reviewEveryHint')}
              value={content.reviewEveryMonths}
              show={String}
              read={(text) => readWhole(text, 1, MOST_MONTHS) ?? undefined}
              problem={t('editor.badMonths')}
              onChange={(reviewEveryMonths) => onChange({ reviewEveryMonths })}
            />
          </>
        )}
      </div>
    </Card>
  );
}

/** Models of this bench, and those the procedure names already. */
function Instruments({ content, onChange }: EditorHeadProps) {
  const { t } = useTranslation('sop');
  const models = new Map((useCards().data ?? []).map((card) => [card.definitionKey, card.model]));
  for (const key of content.definitionKeys) {
    if (!models.has(key)) {
      models.set(key, key);
    }
  }
  return (
    models.size > 0 && (
      <CheckField
        label={t('editor.instruments')}
        description={t('editor.instrumentsHint')}
        values={content.definitionKeys}
        choices={[...models].map(([value, label]) => ({ value, label }))}
        onChange={(definitionKeys) => onChange({ definitionKeys })}
      />
    )
  );
}
