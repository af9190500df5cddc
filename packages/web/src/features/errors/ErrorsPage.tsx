import { ERROR_ORDERS } from '@pharos/core/api/errors';
import { allOf } from '@pharos/core/filter-text';
import { useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { errorsQuery } from '../../api/errors.ts';
import { FilteredList } from '../../components/FilteredList.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Table } from '../../components/Table.tsx';
import { useTexts } from '../../i18n/i18n.ts';
import { FirstSpan } from '../../onboarding/FirstSpan.tsx';
import { Page } from '../../shell/Page.tsx';
import { useUrlState } from '../../url-state.ts';
import { useList } from '../../use-list.ts';
import { useProject } from '../../use-project.ts';
import { useTimeRange } from '../../use-time-range.ts';
import { useColumns } from './columns.tsx';
import { errorsTexts } from './texts.ts';

const errorsSearch = z.object({ order: z.enum(ERROR_ORDERS).default('count').catch('count') });

/** What goes wrong, each error once, with whom it hits and whether it is new. */
export function ErrorsPage() {
  const t = useTexts(errorsTexts);
  return (
    <Page title={t('title')} range fill>
      <FirstSpan>
        <ErrorList />
      </FirstSpan>
    </Page>
  );
}

function ErrorList() {
  const t = useTexts(errorsTexts);
  const project = useProject();
  const time = useTimeRange();
  const { list, filter, setFilter } = useList();
  const [{ order }, set] = useUrlState(errorsSearch);
  const query = useInfiniteQuery(errorsQuery(project, list, order));
  const columns = useColumns();
  return (
    <FilteredList filter={filter} onFilter={setFilter} range={list} query={query} label={t('list')} t={t}>
      {({ rows, footer }) => (
        <>
          <div className="pb-2">
            <Segmented
              label={t('order')}
              value={order}
              onChange={(next) => set({ order: next === 'count' ? undefined : next })}
              options={ERROR_ORDERS.map((value) => ({ value, label: t(`order_${value}`) }))}
            />
          </div>
          <Table
            label={t('list')}
            columns={columns}
            rows={rows}
            rowKey={({ group }) => group}
            rowLink={({ group }) => ({
              to: '/p/$project/traces',
              params: { project },
              search: { ...time.search, filter: allOf(filter, `errorGroup:${group}`) },
            })}
            footer={footer}
          />
        </>
      )}
    </FilteredList>
  );
}
