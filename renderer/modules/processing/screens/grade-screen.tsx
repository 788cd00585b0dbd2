import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BathBoard } from '../../../../shared/modules/processing/contract.ts';
import { decisionsFor, judgeGrading } from '../../../../shared/modules/processing/rules-grading.ts';
import type {
  BathPlan,
  GradedCriterion,
  GradingDecision,
  KeptPhoto as Photo,
} from '../../../../shared/modules/processing/terms.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { formatInstant } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { KeptPhoto } from '../../../ui/kept-photo.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { PhotoField } from '../../../ui/photo-field.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import styles from '../parts/baths.module.css';
import { type Answer, GradeField } from '../parts/grade-fields.tsx';
import { readDecimal } from '../parts/plan-draft.ts';

/** One slide or block is graded against the lab's criteria, with pictures, and signed. */
export function GradeScreen() {
  const { t } = useTranslation('processing');
  const { id } = useInstrument();
  const api = useApi().processing;
  const input = { instrumentId: id };
  const plan = useQuery(api.plan.get.queryOptions({ input }));
  const board = useQuery(api.board.queryOptions({ input }));
  const waiting = <Screen title={t('grading.gradeTitle')}>{null}</Screen>;
  return (
    <Loaded query={plan} waiting={waiting}>
      {({ plan: held }) => (
        <Loaded query={board} waiting={waiting}>
          {(data) =>
            held === null || held.grading.criteria.length === 0 ? (
              <NoCriteria />
            ) : (
              <GradeForm key={id} plan={held} board={data} />
            )
          }
        </Loaded>
      )}
    </Loaded>
  );
}

function NoCriteria() {
  const { t } = useTranslation('processing');
  const { id, title, crumbs } = useInstrument();
  const navigate = useNavigate();
  return (
    <Screen
      title={t('grading.gradeTitle')}
      crumbs={[...crumbs, { label: title, to: `/instruments/${id}/baths` }]}
      actions={{
        primary: {
          label: t('board.setUp'),
          onPress: () => void navigate({ to: '/instruments/$id/baths/set-up', params: { id } }),
        },
      }}
    >
      <EmptyState title={t('grading.noCriteria')} />
    </Screen>
  );
}

const noRun = 'none';
const nothing: Answer = { grade: null, text: '' };

function GradeForm({ plan, board }: { readonly plan: BathPlan; readonly board: BathBoard }) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const { id, title, crumbs } = useInstrument();
  const navigate = useNavigate();
  const api = useApi().processing.gradings;
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(true);
  const [requestId] = useState(() => crypto.randomUUID());
  const [material, setMaterial] = useState(board.grading.newest?.material ?? '');
  const [materialLot, setMaterialLot] = useState(board.grading.newest?.materialLot ?? '');
  const [runId, setRunId] = useState(board.runs[0]?.runId ?? noRun);
  const [answers, setAnswers] = useState<Readonly<Record<string, Answer>>>({});
  const [chosen, setChosen] = useState<GradingDecision | null>(null);
  const [action, setAction] = useState('');
  const [note, setNote] = useState('');
  const [photos, setPhotos] = useState<readonly Photo[]>([]);
  const { criteria } = plan.grading;
  const answerOf = (criterionId: string) => answers[criterionId] ?? nothing;
  const graded = criteria.map((one): GradedCriterion => {
    const { grade, text } = answerOf(one.criterionId);
    const value = readDecimal(text);
    return { ...one, grade, value: value === 'wrong' ? null : value };
  });
  const { verdict, why } = judgeGrading(graded);
  const decisions = decisionsFor[verdict];
  const decision =
    chosen !== null && decisions.includes(chosen) ? chosen : decisions.length === 1 ? decisions[0]! : null;
  const needsAction = decision === 'rejected';
  const isReadable = criteria.every(({ criterionId }) => readDecimal(answerOf(criterionId).text) !== 'wrong');
  const canSave = material.trim() !== '' && isReadable && decision !== null && (!needsAction || action.trim() !== '');
  const record = useMutation(api.record.mutationOptions());
  const keep = useMutation(
    api.savePhoto.mutationOptions({ onSuccess: (photo) => setPhotos((held) => [...held, photo]) }),
  );
  const save = async () => {
    if (decision === null) return;
    const body = {
      ...{ instrumentId: id, requestId, material: material.trim(), materialLot: materialLot.trim() },
      ...{ runId: runId === noRun ? null : runId, decision, note: note.trim(), photos: [...photos] },
      correctiveAction: needsAction ? action.trim() : '',
      criteria: graded.map(({ criterionId, grade, value }) => ({ criterionId, grade, value })),
    };
    const done = await signedAct({
      needsSignature: true,
      title: t('grading.title'),
      lines: [
        { label: t('grading.material'), value: [body.material, body.materialLot].filter(Boolean).join(', ') },
        ...graded.map(({ text, grade, value, unit }) => ({
          label: text,
          value: grade === null ? `${value ?? '–'} ${unit}`.trim() : say(`processing.grade.${grade}`),
        })),
        { label: t('grading.verdict'), value: say(`processing.verdict.${verdict}`) },
        { label: t('grading.decision'), value: say(`processing.decision.${decision}`) },
        ...(needsAction ? [{ label: t('grading.action'), value: body.correctiveAction }] : []),
        ...photos.map(({ name }) => ({ label: t('grading.photo'), value: name })),
      ],
      meaning: 'performed',
      act: (signing) => record.mutateAsync({ ...body, password: signing?.password ?? null }),
    });
    if (done !== null) {
      await navigate({ to: '/bath-gradings/$gradingId', params: { gradingId: done.result.gradingId } });
    }
  };
  return (
    <Screen
      title={t('grading.gradeTitle')}
      crumbs={[...crumbs, { label: title, to: `/instruments/${id}/baths` }]}
      actions={{
        state: <RecordMark place="draft" />,
        primary: {
          label: t(isSigned ? 'grading.sign' : 'grading.save'),
          isDisabled: !canSave,
          isPending: record.isPending,
          onPress: () => void save().catch(() => undefined),
        },
      }}
    >
      <Card title={t('grading.criteria')}>
        <div className={rowStyles.fields}>
          <div className={styles.pair}>
            <TextField
              label={t('grading.material')}
              value={material}
              onChange={setMaterial}
              isRequired
              autoFocus
              maxLength={120}
              description={t('grading.materialMore')}
            />
            <TextField
              label={t('grading.materialLot')}
              value={materialLot}
              onChange={setMaterialLot}
              isMono
              maxLength={80}
            />
          </div>
          <SelectField
            label={t('grading.run')}
            value={runId}
            onChange={setRunId}
            options={[
              ...board.runs.map((run) => ({
                value: run.runId,
                label: formatInstant(run.at, 'minutes'),
                detail: run.programName,
              })),
              { value: noRun, label: t('grading.noRun') },
            ]}
          />
          {criteria.map((criterion) => (
            <GradeField
              key={criterion.criterionId}
              criterion={criterion}
              answer={answerOf(criterion.criterionId)}
              onChange={(answer) => setAnswers({ ...answers, [criterion.criterionId]: answer })}
            />
          ))}
        </div>
      </Card>
      <Card title={t('grading.photos')}>
        <div className={styles.pictures}>
          {photos.map((photo) => (
            <div key={photo.sha256} className={rowStyles.withAction}>
              <KeptPhoto name={photo.name} query={api.photo.queryOptions({ input: { sha256: photo.sha256 } })} />
              <Button
                look="quiet"
                onPress={() => setPhotos(photos.filter((one) => one !== photo))}
                aria-label={t('grading.removePhoto', { name: photo.name })}
              >
                {t('remove')}
              </Button>
            </div>
          ))}
          {photos.length < 6 && (
            <PhotoField label={t('grading.photo')} photo={null} onChange={(photo) => keep.mutate(photo)} />
          )}
        </div>
        <MutationError mutation={keep} />
      </Card>
      <Banner tone={toneOfVerdict[verdict]} title={say(`processing.verdict.${verdict}`)}>
        {why.map((one) => (
          <p key={one}>{say(`processing.grading-why.${one}`)}</p>
        ))}
      </Banner>
      <Card title={t('grading.decision')}>
        <div className={rowStyles.fields}>
          <ChoiceField
            label={t('grading.decision')}
            isLabelHidden
            layout="row"
            value={decision}
            onChange={setChosen}
            choices={decisions.map((value) => ({ value, label: say(`processing.decision.${value}`) }))}
          />
          {needsAction && (
            <TextField
              label={t('grading.action')}
              value={action}
              onChange={setAction}
              isRequired
              isLong
              maxLength={2000}
            />
          )}
          <TextField label={t('note')} value={note} onChange={setNote} isLong maxLength={2000} />
        </div>
        <MutationError mutation={record} />
      </Card>
    </Screen>
  );
}
