export default () => <h1>by Next.js</h1>;
