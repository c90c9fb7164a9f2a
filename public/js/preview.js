// What a form would make, shown while it is written: the form says where to ask, and the answer takes the place of #preview.
//
//   <form data-preview="/organizations/preview"> … <div id="preview">…</div>
//
// The fields are sent along as in a search. Without scripts the form has a button for it. Whoever writes a text of their own into a group
// of choices means the choice "own".
for (const form of document.querySelectorAll("form[data-preview]")) {
  let timer, asked = 0;
  form.addEventListener("input", event => {
    const own = event.target.type === "text" && event.target.value && event.target.closest("fieldset")?.querySelector("[type=radio][value=own]");
    if (own) own.checked = true;
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
  async function ask() {
    const mine = ++asked, fields = new FormData(form);
    fields.delete("_csrf");
    try {
      const answer = await fetch(form.dataset.preview + "?" + new URLSearchParams(fields), { headers: { Accept: "text/html" } });
      const fresh = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#preview");
      if (fresh && mine === asked) form.querySelector("#preview").replaceWith(fresh);
    } catch { /* no network: the last one stays */ }
  }
}
