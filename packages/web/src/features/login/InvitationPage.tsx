export const InvitationPage = () => <main>InvitationPage</main>;
