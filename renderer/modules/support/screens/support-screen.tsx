import { useQuery } from '@tanstack/react-query';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import { CallCard } from '../parts/call-card.tsx';
import { ConfigurationCard } from '../parts/configuration-card.tsx';

/** For a visit and for a call to the maker: how the instrument is set, what changed, and one file with the evidence. */
export function SupportScreen() {
  const { id, title, crumbs } = useInstrument();
  const snapshots = useQuery(
    useApi().support.configuration.list.queryOptions({
      input: { instrumentId: id },
      meta: { topics: ['support', 'cases'] },
    }),
  );
  return (
    <Screen title={title} crumbs={crumbs}>
      <Loaded query={snapshots}>{(list) => <ConfigurationCard key={id} instrumentId={id} snapshots={list} />}</Loaded>
      <CallCard key={id} instrumentId={id} />
    </Screen>
  );
}
