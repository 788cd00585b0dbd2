import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type InstrumentCard, instrumentsContract } from '../../../shared/modules/instruments/contract.ts';
import { editableFields, instrumentStream } from '../../../shared/modules/instruments/records.ts';
import { instrumentDecider } from '../../../shared/modules/instruments/rules.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { paced } from '../paced.ts';
import type { CardDesk } from './card-desk.ts';
import { missingDefinition, searchDefinitions, summarizeDefinition } from './definitions.ts';
import { judgeIdentity, readDoubt } from './identity.ts';
import { changeInstrument, checkLink, findInstrument, hasOpenReturn, requireInstrument } from './register.ts';
import { readIdentity } from './reports.ts';

/** Minutes of silence and ends of expected use change by time alone: cards are looked at this often in any case. */
const lookEveryMs = 15_000;

type PortsNow = Awaited<ReturnType<HostContext['links']['listPorts']>>;

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext, desk: CardDesk) {
  const os = implement(instrumentsContract);
  const { store, links, catalog } = context;
  const { device } = store.keys;

  /** @throws AppError `instruments/unknown-definition` */
  const requireDefinition = (definitionKey: string) => {
    const definition = catalog.get(definitionKey);
    if (!definition) throw new AppError('instruments/unknown-definition', { definitionKey });
    return definition;
  };

  /** The links know who uses a port by id; a person knows the name. */
  const withNames = (list: PortsNow): PortsNow => ({
    ...list,
    ports: list.ports.map((port) => ({
      ...port,
      usedBy: port.usedBy && (findInstrument(context, port.usedBy)?.name ?? port.usedBy),
    })),
  });

  return os.router({
    cards: os.cards.handler(({ input }) => desk.cards(input.withRetired)),

    get: os.get.handler(({ input: { instrumentId } }) => {
      const instrument = requireInstrument(context, instrumentId);
      const definition = catalog.get(instrument.definitionKey);
      return {
        ...desk.card(instrument),
        registeredAt: instrument.registeredAt,
        linkSettings: instrument.link,
        definition: definition ? summarizeDefinition(definition) : missingDefinition(instrument.definitionKey),
        firmware: instrument.firmware,
        assetNumber: instrument.assetNumber,
        silenceMinutes: instrument.silenceMinutes,
        notes: instrument.notes,
        reported: readIdentity(context, instrumentId),
        identityDoubt: readDoubt(context, instrument),
      };
    }),

    definitions: os.definitions.handler(({ input }) =>
      searchDefinitions(catalog.list(), input.search).map(summarizeDefinition),
    ),

    add: os.add.handler(({ input: { definitionKey, link, silenceMinutes, ...plate } }) => {
      const definition = requireDefinition(definitionKey);
      checkLink(context, link, null);
      const instrumentId = newId();
      const body = { ...plate, definitionKey, definition: definition.stamp, link, silenceMinutes };
      changeInstrument(context, instrumentId, { do: 'register', body });
      return { instrumentId };
    }),

    edit: os.edit.handler(({ input: { instrumentId, silenceMinutes, reason, ...plate } }) => {
      const fields = Object.fromEntries(editableFields.map((field) => [field, plate[field]]));
      const command = { do: 'edit', fields: { ...fields, silenceMinutes: String(silenceMinutes) }, reason } as const;
      changeInstrument(context, instrumentId, command);
      return {};
    }),

    changeLink: os.changeLink.handler(({ input: { instrumentId, link, reason } }) => {
      checkLink(context, link, instrumentId);
      changeInstrument(context, instrumentId, { do: 'change-link', device, link, reason });
      return {};
    }),

    changeDefinition: os.changeDefinition.handler(({ input: { instrumentId, definitionKey, reason } }) => {
      const definition = requireDefinition(definitionKey).stamp;
      const { isAnswering } = requireInstrument(context, instrumentId);
      // Answering was chosen for another model and another protocol: it is chosen anew, not carried over.
      store.transaction(() => {
        const stream = instrumentStream(instrumentId);
        const author = personAuthor(context.actor);
        const change = { do: 'change-definition', definitionKey, definition, reason } as const;
        const { records } = store.records.decide(instrumentDecider, stream, change, author);
        if (records.length === 0 || !isAnswering) return;
        const listen = { do: 'set-answering', device, isAnswering: false, reason } as const;
        store.records.decide(instrumentDecider, stream, listen, author);
      });
      return {};
    }),

    setAnswering: os.setAnswering.handler(({ input: { instrumentId, isAnswering, reason } }) => {
      const instrument = requireInstrument(context, instrumentId);
      const canAnswer =
        catalog.get(instrument.definitionKey)?.conversation === 'receiver' && instrument.link.kind !== 'none';
      if (isAnswering && !canAnswer) throw new AppError('instruments/answering-not-possible', { instrumentId });
      changeInstrument(context, instrumentId, { do: 'set-answering', device, isAnswering, reason });
      return {};
    }),

    judgeIdentity: os.judgeIdentity.handler(({ input }) => {
      requireInstrument(context, input.instrumentId);
      judgeIdentity(context, input);
      return {};
    }),

    setExpectedInUse: os.setExpectedInUse.handler(({ input: { instrumentId, isExpectedInUse, until } }) => {
      if (until !== null && Number.isNaN(Date.parse(until))) throw new AppError('instruments/bad-time', { until });
      changeInstrument(context, instrumentId, { do: 'set-expected-use', isExpectedInUse, until });
      return {};
    }),

    setServiceStatus: os.setServiceStatus.handler(({ input: { instrumentId, serviceStatus, reason } }) => {
      if (serviceStatus === 'in-service' || serviceStatus === 'restricted') {
        context.session.require('instruments.release');
        if (hasOpenReturn(context, instrumentId)) throw new AppError('maintenance/rts-open', { instrumentId });
      }
      changeInstrument(context, instrumentId, { do: 'set-service-status', serviceStatus, reason });
      return {};
    }),

    retryLink: os.retryLink.handler(({ input: { instrumentId } }) => {
      requireInstrument(context, instrumentId);
      links.retry(instrumentId);
      return {};
    }),

    // The sentences of every module's stories: no card needs them.
    timeline: os.timeline.handler(async ({ input: { instrumentId, before, limit } }) => {
      const { readTimeline } = await import('./timeline.ts');
      return readTimeline(context, instrumentId, before, limit);
    }),

    live: os.live.handler(({ signal }) => liveCards(desk, signal)),

    ports: os.ports.handler(async () => withNames(await links.listPorts())),

    watchPorts: os.watchPorts.handler(async function* ({ signal }) {
      let latest: Awaited<ReturnType<typeof links.listPorts>> | null = await links.listPorts();
      yield* paced({
        signal,
        subscribe: (wake) =>
          links.onPorts((list) => {
            latest = list;
            wake();
          }),
        take: () => {
          const list = latest && withNames(latest);
          latest = null;
          return list;
        },
      });
    }),

    listenTest: os.listenTest.handler(async function* ({ input: { definitionKey, link, seconds }, signal }) {
      requireDefinition(definitionKey);
      checkLink(context, link, null);
      yield* links.listenTest(definitionKey, link, seconds, signal ?? AbortSignal.timeout((seconds + 5) * 1000));
    }),

    identify: os.identify.handler(async function* ({ input: { link, ...options }, signal }) {
      if (options.instrumentId !== null) requireInstrument(context, options.instrumentId);
      checkLink(context, link, options.instrumentId);
      const ending = signal ?? AbortSignal.timeout((options.seconds + 5) * 1000);
      yield* links.identify(link, options, catalog.list(), ending);
    }),
  });
}

/** Cards that look different than when they were last pushed to this reader, at most four times a second (decision 31). */
function liveCards(desk: CardDesk, signal: AbortSignal | undefined) {
  const shown = new Map<string, string>();
  let isForAll = true;
  let dirty = new Set<string>();
  return paced({
    signal,
    subscribe: (wake) => {
      const stop = desk.onChange((instrumentId) => {
        dirty.add(instrumentId);
        wake();
      });
      // Of its own: an instrument that always has something to say must not keep the others from being looked at.
      const look = setInterval(() => {
        isForAll = true;
        wake();
      }, lookEveryMs);
      return () => {
        clearInterval(look);
        stop();
      };
    },
    take: () => {
      const ids = dirty;
      dirty = new Set();
      const found = isForAll ? desk.cards(true) : [...ids].flatMap((id) => desk.find(id) ?? []);
      isForAll = false;
      const cards: InstrumentCard[] = [];
      const removed: string[] = [];
      for (const card of found) {
        const text = JSON.stringify(card);
        if (card.serviceStatus === 'retired') {
          if (shown.delete(card.id)) removed.push(card.id);
        } else if (shown.get(card.id) !== text) {
          shown.set(card.id, text);
          cards.push(card);
        }
      }
      return cards.length + removed.length > 0 ? { cards, removed } : null;
    },
  });
}
