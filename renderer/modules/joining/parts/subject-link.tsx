import { useTranslation } from 'react-i18next';
import type { ConflictQuestion } from '../../../../shared/modules/joining/contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';

/** The way to the thing itself: where it has a page of its own there, else to its instrument. */
export function SubjectLink({ subject }: { readonly subject: ConflictQuestion['subject'] }) {
  const { t } = useTranslation('joining');
  const { kind, id, instrumentId } = subject;
  const words = t('conflicts.openIt');
  if (kind === 'person') {
    return (
      <ButtonLink to="/people/$personId" params={{ personId: id }}>
        {words}
      </ButtonLink>
    );
  }
  if (kind === 'case') {
    return (
      <ButtonLink to="/case/$caseId" params={{ caseId: id }}>
        {words}
      </ButtonLink>
    );
  }
  if (instrumentId === null) {
    return null;
  }
  return (
    <ButtonLink to="/instruments/$id/now" params={{ id: instrumentId }}>
      {words}
    </ButtonLink>
  );
}
