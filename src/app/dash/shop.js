// shop.js - what the storefront does beyond its pages: cart without a reload, suggestions, chat, voice, events with consent.
// Every page is complete without it. No library, nothing from elsewhere.
(() => {
  const $ = (s, at = document) => at.querySelector(s), $$ = (s, at = document) => [...at.querySelectorAll(s)];
  const el = (tag, props = {}, ...kids) => { const e = Object.assign(document.createElement(tag), props); e.append(...kids.filter(k => k != null)); return e; };
  document.documentElement.classList.add("js");
  const api = async (path, body) => {
    const r = await fetch("/shop/api/" + path, body ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) } : {});
    const j = await r.json();
    if (!r.ok) throw new Error(j.detail || "That did not work.");
    return j;
  };
  const money = (minor, currency) => {
    const f = new Intl.NumberFormat(document.documentElement.lang || "en", { style: "currency", currency: currency || "USD" });
    return f.format(minor / 10 ** f.resolvedOptions().maximumFractionDigits);
  };
  const cookie = name => (document.cookie.match("(?:^|; )" + name + "=([^;]*)") || [])[1];
  const objects = navigator.globalPrivacyControl || navigator.doNotTrack === "1";

  // ---- events: Segment's e-commerce vocabulary, to this shop alone ------------------------------------------
  let queue = [], timer;
  const flush = leaving => {
    const events = queue.splice(0, 30), body = JSON.stringify({ events });
    if (events.length && leaving) navigator.sendBeacon("/shop/api/events", new Blob([body], { type: "application/json" }));
    else if (events.length) api("events", { events }).catch(() => {});
  };
  const tell = (event, properties) => { queue.push({ event, properties }); clearTimeout(timer); timer = setTimeout(flush, 400); };
  addEventListener("pagehide", () => flush(true));
  const tellSeen = at => $$("script.seen", at).forEach(s => {
    const seen = JSON.parse(s.textContent), key = "told:" + seen.once;
    if (seen.once && localStorage.getItem(key)) return;
    if (seen.once) localStorage.setItem(key, 1);
    tell(seen.event, seen.properties);
  });
  tellSeen(document);
  document.addEventListener("click", e => {
    const card = e.target.closest(".card[data-id]");
    if (card) tell("Product Clicked", { product_id: card.dataset.id, position: +card.dataset.place, list_id: card.dataset.list });
  });

  // ---- consent ------------------------------------------------------------------------------------------------
  const banner = $("#consent");
  if (banner && !objects && !cookie("consent")) {
    banner.hidden = false;
    banner.addEventListener("click", e => {
      const said = e.target.dataset.consent;
      if (!said) return;
      document.cookie = `consent=${said}; path=/shop; max-age=15552000; samesite=lax`;
      banner.hidden = true;
    });
  }

  // ---- cart -----------------------------------------------------------------------------------------------------
  const toast = (text, link) => {
    const t = $("#toast");
    t.textContent = text;
    if (link) t.append(el("a", { href: link[0], textContent: link[1] }));
    clearTimeout(toast.timer);
    toast.timer = setTimeout(() => (t.textContent = ""), 5000);
  };
  const count = n => { const b = $("#cart-count"); b.hidden = !n; b.textContent = n; b.setAttribute("aria-label", n + " in the cart"); };
  const cartShow = c => { count(c.units); localStorage.setItem("cart", c.units); };
  count(+localStorage.getItem("cart") || 0);
  api("cart").then(cartShow, () => {});
  const cartAdd = async (product, variant, quantity = 1) => {
    cartShow(await api("cart", { action: "add", product, variant, quantity }));
    tell("Product Added", { product_id: product, ...(variant && variant[0] !== "#" ? { sku: variant } : {}), quantity });
  };
  document.addEventListener("submit", async e => {
    const f = e.target;
    if (!f.matches("form.add")) return;
    e.preventDefault();
    const d = new FormData(f);
    try {
      await cartAdd(d.get("product"), d.get("variant"), +d.get("quantity") || 1);
      toast("In the cart.", ["/shop/cart", "See it"]);
    } catch (x) { toast(x.message); }
  });
  document.addEventListener("change", e => {
    if (e.target.id === "sort") e.target.form.submit();
    if (e.target.matches(".quantity input")) $("[value=set]", e.target.form).click();
  });

  // ---- a choice of a variant changes the buy box, not the page ---------------------------------------------------
  document.addEventListener("click", async e => {
    const a = e.target.closest("a.choice");
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    const text = await (await fetch(a.href)).text(), page = new DOMParser().parseFromString(text, "text/html");
    $("#buy").replaceWith($("#buy", page));
    history.replaceState(null, "", a.href.split("#")[0]);
    const same = $$("a.choice").find(x => x.href === a.href) || $("a.choice.on");
    if (same) same.focus({ preventScroll: true });
  });

  // ---- suggestions: a combobox ----------------------------------------------------------------------------------
  const q = $("#q"), hints = $("#hints");
  if (q) {
    let at = -1, ask = 0, wait;
    Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": "hints", "aria-autocomplete": "list" }).forEach(([k, v]) => q.setAttribute(k, v));
    const close = () => { hints.hidden = true; at = -1; q.setAttribute("aria-expanded", "false"); q.removeAttribute("aria-activedescendant"); };
    const mark = i => {
      const all = $$("li", hints);
      at = all.length ? (i + all.length) % all.length : -1;
      all.forEach((li, k) => li.setAttribute("aria-selected", k === at));
      if (at >= 0) { q.setAttribute("aria-activedescendant", all[at].id); all[at].scrollIntoView({ block: "nearest" }); }
    };
    const row = (i, href, ...kids) => {
      const li = el("li", { id: "hint-" + i }, ...kids);
      li.setAttribute("role", "option"); li.setAttribute("aria-selected", "false"); li.dataset.href = href;
      return li;
    };
    q.addEventListener("input", () => {
      clearTimeout(wait);
      const typed = q.value.trim(), mine = ++ask;
      if (typed.length < 2) return close();
      wait = setTimeout(async () => {
        let s;
        try { s = await api("suggest?q=" + encodeURIComponent(typed)); } catch { return; }
        if (mine !== ask) return;
        hints.replaceChildren(
          ...s.queries.map((t, i) => row("q" + i, "/shop/search?q=" + encodeURIComponent(t), el("span", { textContent: t }))),
          ...s.products.map((p, i) => row("p" + i, p.url, p.image ? el("img", { src: p.image, alt: "", width: 44, height: 44 }) : null, el("span", { textContent: p.title }),
            p.price != null ? el("span", { className: "price", textContent: money(p.price, p.currency) }) : null)));
        hints.hidden = !hints.children.length;
        q.setAttribute("aria-expanded", String(!hints.hidden));
        at = -1;
      }, 120);
    });
    q.addEventListener("keydown", e => {
      if (hints.hidden) return;
      if (e.key === "ArrowDown") { e.preventDefault(); mark(at + 1); }
      else if (e.key === "ArrowUp") { e.preventDefault(); mark(at - 1); }
      else if (e.key === "Escape") close();
      else if (e.key === "Enter" && at >= 0) { e.preventDefault(); location.href = $$("li", hints)[at].dataset.href; }
    });
    hints.addEventListener("mousedown", e => { const li = e.target.closest("li"); if (li) { e.preventDefault(); location.href = li.dataset.href; } });
    q.addEventListener("blur", () => setTimeout(close, 150));
  }

  // ---- voice: the browser's own, words only -----------------------------------------------------------------------
  const Speech = window.SpeechRecognition || window.webkitSpeechRecognition;
  const listen = (button, done) => {
    if (!Speech || !button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const r = new Speech();
      r.lang = document.documentElement.lang || "en";
      button.classList.add("on");
      r.onresult = e => done(e.results[0][0].transcript);
      r.onerror = e => toast(e.error === "not-allowed" ? "The microphone is not allowed here." : "Nothing was heard.");
      r.onend = () => button.classList.remove("on");
      r.start();
    });
  };
  listen($("#speak"), t => { q.value = t; q.form.submit(); });
  const speak = text => {
    if (!window.speechSynthesis) return;
    const u = new SpeechSynthesisUtterance(text);
    u.lang = document.documentElement.lang || "en";
    speechSynthesis.speak(u);
  };

  // ---- the assistant ------------------------------------------------------------------------------------------------
  const panel = $("#chat"), log = panel && $(".log", panel), say = $("#say");
  const about = () => ($("article[data-product]") || { dataset: {} }).dataset.product;
  const bubble = (text, mine) => {
    const b = el("div", { className: "turn " + (mine ? "me" : "ai-turn") }, el("span", { className: "vh", textContent: mine ? "You: " : "Assistant: " }), text);
    if (!mine) b.dataset.aiOrigin = "trainedAlgorithmicMedia";
    log.append(b);
    log.scrollTop = log.scrollHeight;
    return b;
  };
  const table = t => {
    const head = el("tr", {}, el("th"), ...t.titles.map(x => el("th", { scope: "col", textContent: x })));
    const rows = t.rows.map(r => el("tr", {}, el("th", { scope: "row", textContent: r.name }), ...r.cells.map(c => c.value
      ? el("td", {}, c.value, el("small", { textContent: c.source })) : el("td", { className: "unstated", textContent: "not stated" }))));
    return el("div", { className: "compare", tabIndex: 0 }, el("table", {}, el("thead", {}, head), el("tbody", {}, ...rows)));
  };
  const mini = p => el("a", { href: "/shop/product/" + encodeURIComponent(p.id) },
    p.image ? el("img", { className: "photo", src: /^https?:/.test(p.image) ? p.image : `/shop/image/${encodeURIComponent(p.id)}/0?w=400`, alt: "", loading: "lazy" })
            : el("span", { className: "photo nophoto hue1", ariaHidden: "true" }),
    el("b", { textContent: p.title }), p.price != null ? el("span", { className: "price", textContent: money(p.price, p.currency) }) : null);
  const show = a => {
    bubble(a.reply);
    if (a.comparison) log.append(table(a.comparison));
    else if (a.products.length) log.append(el("div", { className: "mini" }, ...a.products.map(mini)));
    if (a.question) log.append(el("div", { className: "answers" }, ...a.question.choices.map(x => el("button", { type: "button", textContent: x.label, onclick: () => send(x.label) }))));
    if (a.chips.length) log.append(el("div", { className: "chips" }, ...a.chips.map(k => el("button", { type: "button", className: "chip", title: "Take this away", textContent: k.label + " ×",
      onclick: () => send("", [k.label]) }))));
    if ((a.actions || []).some(x => x.kind !== "cart.show")) api("cart").then(cartShow, () => {});
    (a.actions || []).forEach(x => x.kind === "cart.add" ? tell("Product Added", { product_id: x.product, quantity: x.quantity })
      : x.kind === "cart.show" ? log.append(el("a", { className: "button", href: "/shop/cart", textContent: "Open the cart" })) : 0);
    log.scrollTop = log.scrollHeight;
  };
  let spoken = false;
  const send = async (message, removed = []) => {
    if (message) bubble(message, true);
    panel.setAttribute("aria-busy", "true");
    try {
      const a = await api("converse", { message, removed, ...(about() ? { here: about() } : {}) });
      show(a);
      if (spoken) speak(a.reply);
    } catch (x) { bubble(x.message); }
    panel.removeAttribute("aria-busy");
  };
  if (panel) {
    let opener, loaded;
    const open = async e => {
      e.preventDefault();
      opener = e.currentTarget;
      panel.hidden = false;
      say.focus();
      if (loaded) return;
      loaded = true;
      const before = await api("converse").catch(() => ({ turns: [] }));
      before.turns.forEach(t => bubble(t.text, t.who === "shopper"));
      if (!before.turns.length) bubble("Hello! I am the shop's AI assistant. What are you looking for?");
    };
    const close = () => { panel.hidden = true; if (opener) opener.focus(); };
    if (!document.body.classList.contains("p-chat")) $$("#open-chat, [data-open-chat]").forEach(a => a.addEventListener("click", open));
    $(".close", panel).addEventListener("click", close);
    panel.addEventListener("keydown", e => e.key === "Escape" && close());
    $("form.say", panel).addEventListener("submit", e => {
      e.preventDefault();
      const text = say.value.trim();
      say.value = "";
      spoken = false;
      if (text) send(text);
    });
    listen($(".mic", panel), t => { spoken = true; send(t); });
  }
})();
