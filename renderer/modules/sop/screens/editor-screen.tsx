import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SopContent, sopContent } from '../../../../shared/modules/sop/terms.ts';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { AddStep } from '../parts/editor-add-step.tsx';
import { EditorHead } from '../parts/editor-head.tsx';
import { ProblemList } from '../parts/editor-problems.tsx';
import { SendSheet } from '../parts/editor-send-sheet.tsx';
import { StepList } from '../parts/editor-step-list.tsx';
import {
  addStep,
  emptyStep,
  everyStep,
  findStep,
  freshKey,
  moveIntoBlock,
  moveStep,
  numberOf,
  removeStep,
  type StepPlace,
} from '../parts/editor-steps.ts';
import { useEditorDraft } from '../parts/use-editor-draft.ts';
import { useSettled } from '../parts/use-settled.ts';

const route = getRouteApi('/procedures/sops/$sopId/versions/$versionId/edit');

/** A draft while it is written, with what is missing beside it. Another version is another form. */
export function EditorScreen() {
  const { t } = useTranslation('sop');
  const ids = route.useParams();
  // What was held from an earlier visit is older than what was kept since: a form is never filled from it.
  const version = useQuery(
    useApi().sop.versions.get.queryOptions({ input: ids, meta: { topics: ['sop'] }, gcTime: 0, staleTime: 0 }),
  );
  const [begun, setBegun] = useState(0);
  return (
    <Loaded
      query={version.isFetchedAfterMount ? version : { ...version, data: undefined }}
      waiting={<Screen title={t('library.title')}>{null}</Screen>}
    >
      {(data) =>
        data.state === 'draft' ? (
          <Editor
            key={`${data.sopId} ${data.versionId} ${begun}`}
            version={data}
            onBeginAnew={() => void version.refetch().then(() => setBegun((count) => count + 1))}
          />
        ) : (
          <NotADraft version={data} />
        )
      }
    </Loaded>
  );
}

function useCrumbs({ sopId, code, title }: VersionDetail) {
  const { t } = useTranslation('sop');
  return [
    { label: t('library.title'), to: '/procedures/library' },
    { label: `${code} ${title}`.trim(), to: `/procedures/sops/${sopId}` },
  ];
}

function NotADraft({ version }: { readonly version: VersionDetail }) {
  const { t } = useTranslation('sop');
  const { sopId, versionId } = version;
  return (
    <Screen title={t('version.heading', { number: version.number })} crumbs={useCrumbs(version)}>
      <EmptyState
        title={t('version.notADraft')}
        action={
          <ButtonLink to="/procedures/sops/$sopId/versions/$versionId" params={{ sopId, versionId }} look="primary">
            {t('editor.read')}
          </ButtonLink>
        }
      >
        <p>{t('version.notADraftMore')}</p>
      </EmptyState>
    </Screen>
  );
}

interface EditorProps {
  readonly version: VersionDetail;
  /** What was typed here was put away: the form is filled from what stands written. */
  readonly onBeginAnew: () => void;
}

function Editor({ version, onBeginAnew }: EditorProps) {
  const { t } = useTranslation('sop');
  const { sopId, versionId, kept } = version;
  const navigate = useNavigate();
  const api = useApi().sop.versions;
  const draft = useEditorDraft(version);
  const { content, change, flush, savedAt, save, notWhole } = draft;
  const [openKey, setOpenKey] = useState<string | null>(null);
  const [focusKey, setFocusKey] = useState<string | null>(null);
  const [adding, setAdding] = useState<StepPlace | null>(null);
  const askedFrom = useRef<Element | null>(null);
  const [isSending, setSending] = useState(false);
  const [undo, setUndo] = useState<{ readonly title: string; readonly steps: SopContent['steps'] } | null>(null);
  const [spoken, setSpoken] = useState('');
  const drop = useMutation(api.dropKept.mutationOptions({ onSuccess: onBeginAnew }));
  const settled = useSettled(content);
  const check = useQuery(
    api.check.queryOptions({
      input: { content: settled },
      meta: { topics: [] },
      enabled: sopContent.safeParse(settled).success,
      placeholderData: keepPreviousData,
    }),
  );
  const problems = check.data ?? version.problems;
  const { steps } = content;
  const setSteps = (next: (before: SopContent['steps']) => SopContent['steps']) =>
    change((before) => ({ ...before, steps: next(before.steps) }));
  const move = (key: string, by: 1 | -1, way: typeof moveStep) => {
    const moved = way(steps, key, by);
    setSteps(() => moved);
    setFocusKey(key);
    setSpoken(t('editor.moved', { title: findStep(moved, key)?.title ?? '', number: numberOf(moved, key) }));
  };
  const open = (key: string | null) => {
    setFocusKey(key === null ? openKey : null);
    setOpenKey(key);
  };
  const toVersion = async () => {
    await flush();
    await navigate({ to: '/procedures/sops/$sopId/versions/$versionId', params: { sopId, versionId } });
  };
  const isWhole = notWhole === null;
  const addForm = adding !== null && (
    <AddStep
      isInner={isInBlock(steps, adding)}
      onClose={() => {
        setAdding(null);
        if (askedFrom.current instanceof HTMLElement) {
          askedFrom.current.focus();
        }
      }}
      onAdd={(kind, title) => {
        const key = freshKey(kind, steps);
        const step = emptyStep(kind, { key, title }, t('editor.start', { returnObjects: true }), steps);
        setSteps((before) => addStep(before, step, adding));
        setUndo(null);
        setAdding(null);
        setOpenKey(key);
      }}
    />
  );
  return (
    <Screen
      title={content.title === '' ? t('editor.untitled') : content.title}
      crumbs={useCrumbs(version)}
      actions={{
        state: isWhole ? (
          <RecordMark
            place="draft"
            detail={
              save.isPending
                ? t('editor.saving')
                : savedAt === null
                  ? ''
                  : t('editor.saved', { at: formatTimeOfDay(savedAt, 'seconds') })
            }
          />
        ) : (
          <span role="status">
            {t('editor.notSaved', {
              why:
                notWhole.at === 'title'
                  ? t('editor.notSavedTitle')
                  : t('editor.notSavedStep', { number: notWhole.index + 1 }),
            })}
          </span>
        ),
        secondary: [{ label: t('editor.read'), onPress: () => void toVersion().catch(() => undefined) }],
        primary: {
          label: t('editor.send'),
          isDisabled: !isWhole || draft.isBehind || problems.some(({ isStopping }) => isStopping),
          onPress: () =>
            void flush().then(
              () => setSending(true),
              () => undefined,
            ),
        },
      }}
      side={
        <Card title={t('editor.check')}>
          <ProblemList problems={problems} steps={steps} onGo={setOpenKey} />
        </Card>
      }
    >
      {version.returnedBecause !== '' && (
        <Banner tone="attention" title={t('version.returned')}>
          {version.returnedBecause}
        </Banner>
      )}
      {kept?.isRecovered === true && <Banner tone="info" title={t('version.recovered')} />}
      {draft.isBehind && (
        <Banner
          tone="attention"
          title={t('version.behind')}
          action={
            <>
              <Button isPending={drop.isPending} onPress={() => drop.mutate({ sopId, versionId })}>
                {t('version.dropMine')}
              </Button>
              <Button onPress={() => draft.rebase(version.writtenHash)}>{t('version.keepMine')}</Button>
            </>
          }
        >
          {t('version.behindMore')}
        </Banner>
      )}
      <MutationError mutation={save} />
      <MutationError mutation={drop} />
      <EditorHead content={content} onChange={(part) => change((before) => ({ ...before, ...part }))} />
      <h2>{t('editor.steps')}</h2>
      <p>{t('editor.keys')}</p>
      <p className="visually-hidden" role="status">
        {spoken}
      </p>
      {undo !== null && (
        <Banner
          tone="info"
          title={t('editor.removed', { title: undo.title })}
          action={
            <Button
              autoFocus
              onPress={() => {
                setSteps(() => undo.steps);
                setUndo(null);
              }}
            >
              {t('editor.undo')}
            </Button>
          }
        />
      )}
      {steps.length === 0 && (
        <EmptyState title={t('editor.noSteps')}>
          <p>{t('editor.noStepsMore')}</p>
        </EmptyState>
      )}
      <StepList
        steps={steps}
        actions={{
          openKey,
          open,
          change: (next) => setSteps(() => next),
          move: (key, by) => move(key, by, moveStep),
          moveIntoBlock: (key, by) => move(key, by, moveIntoBlock),
          remove: (key) => {
            setUndo({ title: findStep(steps, key)?.title ?? '', steps });
            setSteps((before) => removeStep(before, key));
          },
          add: (place) => {
            askedFrom.current = document.activeElement;
            setAdding(place);
          },
          adding,
          addForm,
          incomplete: new Set(problems.filter(({ isStopping }) => isStopping).map(({ where }) => where)),
          focusKey,
          focused: useCallback(() => setFocusKey(null), []),
        }}
      />
      {adding === 'last' && addForm}
      <div>
        <Button
          icon="add"
          onPress={() => {
            askedFrom.current = document.activeElement;
            setAdding('last');
          }}
        >
          {t('editor.add')}
        </Button>
      </div>
      {isSending && (
        <SendSheet
          version={version}
          content={content}
          base={draft.base}
          onWritten={draft.rebase}
          onClose={() => setSending(false)}
          onSent={() => void toVersion().catch(() => undefined)}
        />
      )}
    </Screen>
  );
}

function isInBlock(steps: SopContent['steps'], place: StepPlace): boolean {
  if (place === 'last') {
    return false;
  }
  return 'lastIn' in place || (!steps.some(({ key }) => key === place.after) && everyStep(steps).length > 0);
}
