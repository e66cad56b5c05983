// The page that the driver opens: ODK Web Forms with one form, and what it sends.
import { OdkWebForm, webFormsPlugin } from "@getodk/web-forms";
import { createApp, h } from "vue";

window.sent = [];

window.showForm = (formXml) => {
  const onSubmit = async (payload) => {
    const parts = [...payload.data].flatMap((part) => part.getAll("xml_submission_file"));
    for (const part of parts) window.sent.push(await part.text());
  };
  const form = () =>
    h(OdkWebForm, {
      formXml,
      fetchFormAttachment: async () => new Response("", { status: 404 }),
      missingResourceBehavior: "BLANK",
      onSubmit,
    });
  createApp({ render: form }).use(webFormsPlugin).mount("#form");
};
