export const LoginPage = () => <main>LoginPage</main>;
