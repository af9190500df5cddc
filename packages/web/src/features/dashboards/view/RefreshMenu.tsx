import { RefreshCw } from 'lucide-react';
import { Button } from '../../../components/Button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from '../../../components/Menu.tsx';
import { useTexts } from '../../../i18n/i18n.ts';
import { useShortcuts } from '../../../shortcuts.ts';
import { dashboardTexts } from '../texts.ts';
import { REFRESHES, USUAL_REFRESH, useAddress } from './address.ts';

/** Asks again, now or by itself every so often; only while the page is seen. */
export function RefreshMenu({ onRefresh }: { onRefresh: () => void }) {
  const t = useTexts(dashboardTexts);
  const [{ refresh = USUAL_REFRESH }, set] = useAddress();
  useShortcuts([{ keys: 'r', label: t('refreshNow'), run: onRefresh }]);
  return (
    <Menu
      align="end"
      trigger={
        <Button aria-label={`${t('refresh')}: ${t(`refresh_${refresh}`)}`}>
          <RefreshCw className="size-4 text-muted" aria-hidden />
          <span className="figures max-sm:hidden">{t(`refresh_${refresh}`)}</span>
        </Button>
      }
    >
      <MenuItem keys="r" onSelect={onRefresh}>
        {t('refreshNow')}
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>{t('refreshEvery')}</MenuLabel>
      <MenuChoice
        value={refresh}
        options={REFRESHES.map(({ name }) => ({ value: name, label: t(`refresh_${name}`) }))}
        onChange={(next) => set({ refresh: next === USUAL_REFRESH ? undefined : next }, { replace: true })}
      />
    </Menu>
  );
}
