import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoticeMatch } from '../../../../shared/modules/cases/project-contract.ts';
import { noticeAnswer } from '../../../../shared/modules/cases/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface AnswerNoticeSheetProps {
  readonly noticeId: string;
  readonly match: NoticeMatch;
  readonly onClose: () => void;
}

/** What was done about a notice for one instrument; a case can be opened with it. */
export function AnswerNoticeSheet({ noticeId, match, onClose }: AnswerNoticeSheetProps) {
  const { t } = useTranslation('notices');
  const navigate = useNavigate();
  const [kind, setKind] = useState<(typeof noticeAnswer.options)[number]>('planned');
  const [note, setNote] = useState('');
  const [more, setMore] = useState<'case'[]>([]);
  const answer = useMutation(
    useApi().cases.notices.answer.mutationOptions({
      onSuccess: ({ caseId }) => {
        onClose();
        if (caseId !== null) {
          void navigate({ to: '/case/$caseId', params: { caseId } });
        }
      },
    }),
  );
  const needsNote = kind === 'does-not-apply';
  return (
    <FormSheet
      title={t('answer.title', { instrument: match.instrumentName })}
      saveLabel={t('answer.save')}
      canSave={!needsNote || note.trim() !== ''}
      mutation={answer}
      onClose={onClose}
      onSave={() =>
        answer.mutate({
          noticeId,
          instrumentId: match.instrumentId,
          answer: kind,
          note,
          opensCase: more.length > 0,
        })
      }
    >
      <ChoiceField
        label={t('answer.how')}
        value={kind}
        onChange={setKind}
        autoFocus
        choices={noticeAnswer.options.map((value) => ({ value, label: t(`answer.kinds.${value}`) }))}
      />
      <TextField label={t('answer.note')} value={note} onChange={setNote} isRequired={needsNote} maxLength={1000} />
      <CheckField
        label={t('answer.also')}
        values={more}
        onChange={setMore}
        choices={[{ value: 'case', label: t('match.openCase') }]}
      />
    </FormSheet>
  );
}
