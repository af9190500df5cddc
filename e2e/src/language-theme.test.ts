import { expect } from 'vitest';
import { journey, journeys } from './journey.ts';

journeys('Language and theme', () => {
  journey('are chosen once and stay', async ({ project, owner }) => {
    const mine = await project('词');
    const { page } = await owner(mine, 'settings/account');
    const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
    expect(await theme()).toBe('light');

    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitemradio', { name: '简体中文' }).click();
    await page.getByRole('button', { name: '主题' }).click();
    await page.getByRole('menuitemradio', { name: '深色' }).click();
    await expect.poll(theme).toBe('dark');

    await page.reload();
    const navigation = page.getByRole('navigation', { name: '导航' });
    await navigation.waitFor();
    expect(await theme()).toBe('dark');
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^zh/);
    expect(await navigation.textContent()).not.toMatch(/[A-Za-z]/);
    expect(await navigation.getByRole('link').allInnerTexts()).toContain('调用链');
  });
});
