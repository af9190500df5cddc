export const SettingsPage = () => <main>SettingsPage</main>;
